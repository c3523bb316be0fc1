"""What a clause says of another thing, or does not say (他物之规、未言之事), where no list holds the names.

食堂多久检查一次 is not answered by 电梯每周检查一次: one name stands in another's place. Nor is 监控室多久打扫一次 by
a clause on 监控室 that has not one character of 打扫.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from kb.answer.evidence import Evidence
from kb.data import load_toml
from kb.language.codes import codes
from kb.language.leading import exchanged, leading
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize
from kb.question.question import Question

_SHORT = 16
_WORD = 5
_SAME = _ALIKE = 0.5
_ENDS = re.compile("[，,；;。：:]")
_PLAIN = re.compile("[一-龥]{2,}")
_ACTION_ASKED = ("count", "who", "when")
_PARTICLES = re.compile("^[得要来才还该去应须可能被把]+|[一两几]?[次回趟遍](?=[的了呢啊吗吧呀]*$)"
                        "|[一的了呢啊吗吧呀]+$")


def of_another_code(e: Evidence, question: Question) -> bool:
    """Whether codes are asked about, and the clause holds none of them."""
    asked = codes(question.text)
    return bool(asked) and not asked & codes(normalize("；".join((*e.clause.path, e.analysis.above, e.clause.text))))


def of_another_subject(e: Evidence, question: Question) -> bool:
    """Whether a sentence says what is asked, of another thing that it names in the same place."""
    asked = None if _ENDS.search(question.text) else leading(question.text)
    if asked is None or canonical(asked.name) in _held(e):
        return False
    start = max((s.start for s in e.analysis.sentences if s.start <= e.start), default=0)
    text = normalize(e.clause.text[start:e.end])
    held = leading(text)
    if held is None or not _is_said(question.content.replace(asked.name, ""), text):
        return False
    name = canonical(asked.name)
    own, other = exchanged(name, canonical(held.name))
    if not own or not other or name[0] == canonical(held.name)[0] or max(len(own), len(other)) > _WORD:
        return False
    if other in canonical(question.text):
        return False
    # what headings name is spoken of all the same (灭火器：检查人每月检查一次),
    # unless another of their kind is named (电梯工, 锅炉工)
    said = canonical(text)
    return sum(c in said for c in own) / len(own) < _ALIKE and (own not in _held(e) or own != name)


def of_contrast(e: Evidence, question: Question) -> bool:
    """Whether a case is asked about that the clause does not name, and all it rules is of one that excludes it: 兼职 of
    专职指导员每年体检1次.
    """
    asked, held = canonical(question.text), _held(e)
    groups = [g for g in _contrasts() if any(w in asked for w in g) and not any(w in asked and w in held for w in g)]
    return bool(groups) and any(all(any(w in said for w in group) for said in _ruling(e)) for group in groups)


def _ruling(e: Evidence) -> list[str]:
    """The sentences of a clause that state a figure, in canonical form; without any the one that answers."""
    stated = {f.sentence for f in e.analysis.frames}
    sentences = e.analysis.sentences
    return [s.plain for n, s in enumerate(sentences) if n in stated] or [
        s.plain for s in sentences if s.start <= e.start < s.end]


@cache
def _contrasts() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(canonical, group)) for group in load_toml("names.toml")["contrast"]["groups"])


def of_purpose(e: Evidence, question: Question) -> bool:
    """Whether the clause only says what the document is made for, and that is not asked."""
    return _says_purpose(e.clause.text) and not _pattern("asked").search(question.text)


@lru_cache(maxsize=4096)  # the same for every question
def _says_purpose(text: str) -> bool:
    return _pattern("purpose").search(normalize(text)) is not None


def unsaid(e: Evidence, question: Question) -> bool:
    """Whether the clause has not one character of what a short question asks to be done, or of the thing it is about.

    Words may differ where the meaning is one, so this speaks only against what is not very probable.
    """
    if len(question.text) > _SHORT or _ENDS.search(question.text):
        return False
    action = _PARTICLES.sub("", question.beside[1]) if question.kind in _ACTION_ASKED else ""
    return any(_PLAIN.fullmatch(word) and not _is_general(word) and not {*canonical(word)} & {*_held(e)}
               for word in (action, _thing(question)))


def _thing(question: Question) -> str:
    """The word that the name at the beginning of a question ends with: 钥匙 of 仓库钥匙."""
    asked = leading(question.text)
    ending = [] if asked is None else [w for w in question.words if asked.name.endswith(w)]
    return max(ending, key=len, default="")


def _is_said(asked: str, held: str) -> bool:
    """Whether most of what is asked, by its characters, is said."""
    each = {c for c in canonical(asked) if c.isalnum()} - {*_matter()["small"]}
    said = canonical(held)
    return not each or sum(c in said for c in each) / len(each) >= _SAME


def _held(e: Evidence) -> str:
    """What the clause, its headings and the title of its document say."""
    return f"{canonical(normalize(e.analysis.above))} {e.analysis.held}"


def _is_general(word: str) -> bool:
    return any(g in word for g in (*_matter()["attribute"], *_matter()["light"]))


def _matter() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("names.toml")["matter"]
    return data


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_matter()[name])
