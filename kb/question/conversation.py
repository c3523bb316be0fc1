"""Follow-up questions (追问): completed from the earlier questions of a conversation. A pure function of both.

那副书记呢 puts another role into the question before, 学校的呢 another kind of organisation, 党费呢 another topic;
多久一次 asks something else of the same topic. A question that stands alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kb.data import load_toml
from kb.language.tokenizer import lexicon, normalize
from kb.language.vocabulary import find_roles, scopes
from kb.question.asking import asking_data, asking_pattern, pattern

_SHORT = 20
_CLEARLY_SHORT = 8
_CONTEXT = 40
_ENDS = re.compile(r"[\s，,。？?！!；;：:、.]+$")
_LOOSE = re.compile(r"[里们的家这边和与自己那]|党组织|单位|组织|方面|情况")


def complete(question: str, history: Sequence[str], *, loosely: bool = False) -> str:
    """The question made to stand alone. `history` holds the earlier questions, the oldest first.

    Only what clearly leans on the questions before is completed; `loosely` also completes a short question that names
    no topic of its own, which is worth trying where it finds nothing as it stands.
    """
    before = ""
    for earlier in history:
        before = _complete(earlier.strip(), before, loosely=True)
    return _complete(question.strip(), before, loosely=loosely)


def _complete(question: str, before: str, *, loosely: bool) -> str:
    if not before or not _is_elliptical(question, loosely=loosely):
        return question
    text, earlier = _flat(question), _flat(before)
    bare = _without_filler(text)
    names = names_in(bare)
    rest = _ellipsis()[1].sub("", text)
    asks = asking_pattern().search(rest) or pattern("loosely").search(rest)
    if names and not asks and not _LOOSE.sub("", _cut(bare, [(s, e) for _, s, e in names])):
        return _swap(earlier, [(kind, bare[s:e]) for kind, s, e in names])
    if not asks and asking_pattern().search(earlier):
        return f"{_kept_names(earlier, names)}{bare}{_asking_tail(earlier)}"
    return f"{_context(earlier)}，{_without_opening(text)}"


def _is_elliptical(question: str, *, loosely: bool) -> bool:
    text = _flat(question)
    opened, closed = _ellipsis()
    rest = closed.sub("", text)
    has_topic = any(t in text for t in _topics())
    names = names_in(text)
    if names and not _LOOSE.sub("", _cut(text, [(s, e) for _, s, e in names])):
        return True
    if opened.search(text):
        return not has_topic or len(text) <= _SHORT
    if closed.search(text) and not asking_pattern().search(rest):
        return True
    if has_topic or not (asking_pattern().search(text) or (loosely and pattern("loosely").search(text))):
        return False
    return len(text) <= (_SHORT if loosely else _CLEARLY_SHORT)


def _flat(text: str) -> str:
    return _ENDS.sub("", re.sub(r"\s+", "", normalize(text)))


@cache
def _ellipsis() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = asking_data()["followup"]
    return re.compile("|".join(data["opening"])), re.compile("|".join(data["closing"]))


@cache
def _topics() -> tuple[str, ...]:
    """Terms that give a question a topic of its own; roles and kinds of organisation do not."""
    names = {normalize(w) for s in scopes() for w in s.asked} | set(load_toml("quantities.toml")["unit"]["counted"])
    return tuple(t for t in (normalize(x) for x in lexicon())
                 if not _roles(t) and t not in names and not asking_pattern().search(t)
                 and not t.startswith(("每", "至少", "不少", "不低", "不超", "半年", "年初", "年底", "年末", "年终")))


def _without_filler(text: str) -> str:
    fillers = sorted(asking_data()["followup"]["filler"], key=len, reverse=True)
    while True:
        w = next((w for w in fillers if len(text) > len(w) and (text.startswith(w) or text.endswith(w))), None)
        if w is None:
            return text
        text = text[len(w):] if text.startswith(w) else text[:-len(w)]


def _without_opening(text: str) -> str:
    rest = _ellipsis()[0].sub("", text, count=1)
    return rest if len(rest) >= 2 else text


@cache
def _scope_words() -> re.Pattern[str]:
    words = sorted({normalize(w) for s in scopes() for w in s.asked}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def names_in(text: str) -> list[tuple[str, int, int]]:
    """Roles and kinds of organisation that a text names, as ("role" or "scope", start, end), in order."""
    roles = [("role", s, e) for s, e in _roles(text)]
    kinds = [("scope", m.start(), m.end()) for m in _scope_words().finditer(text)
             if not any(s < m.end() and m.start() < e for _, s, e in roles)]
    return sorted(roles + kinds, key=lambda x: x[1])


def _roles(text: str) -> list[tuple[int, int]]:
    """Places of the roles that a text names; 支委 in 支委会 names a meeting."""
    return [(s, e) for _, s, e in find_roles(text) if not text[e:].startswith(("会", "大会"))]


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def _swap(earlier: str, new: Sequence[tuple[str, str]]) -> str:
    """The earlier question with each new name in the place of its own first name of that kind, or before it."""
    for kind, words in reversed(new):
        place = next(((s, e) for k, s, e in names_in(earlier) if k == kind), (0, 0))
        earlier = earlier[:place[0]] + words + earlier[place[1]:]
    return earlier


def _kept_names(earlier: str, new: Sequence[tuple[str, int, int]]) -> str:
    """Names of the earlier question that the new one does not replace."""
    kinds = {kind for kind, _, _ in new}
    kept = [earlier[s:e] for kind, s, e in names_in(earlier) if kind not in kinds]
    return "".join(dict.fromkeys(kept))


def _asking_tail(earlier: str) -> str:
    """What the earlier question asked, from behind its last name or topic on."""
    ends = [e for _, _, e in names_in(earlier)]
    ends += [m.end() for t in _topics() for m in re.finditer(re.escape(t), earlier)]
    asks = asking_pattern().search(earlier)
    start = max((e for e in ends if asks is None or e <= asks.start()), default=asks.start() if asks else 0)
    tail = earlier[start:]
    for topic in sorted(_topics(), key=len, reverse=True):
        tail = tail.replace(topic, "")
    return tail


def _context(earlier: str) -> str:
    """The earlier question without what it asked."""
    last = earlier.rsplit("，", 1)[-1] if len(earlier) > _CONTEXT else earlier
    rest = asking_pattern().sub(lambda m: m.group("term") or "", last)
    names = _kept_names(earlier, []) if len(earlier) > _CONTEXT else ""
    return _ENDS.sub("", names + rest)[:_CONTEXT]
