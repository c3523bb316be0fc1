"""What a yes/no question claims (是非所断言的): its clauses, whom it names, the phrase of a rule that says the same."""

from __future__ import annotations

import re
from functools import cache

from kb.answer.doers import doers, holder
from kb.data import load_toml
from kb.ingest.analysis import ClauseAnalysis, pairs_of
from kb.language.fits import any_role_fits
from kb.language.names import find_names
from kb.language.pairs import bigrams, flat
from kb.language.sentences import phrases
from kb.language.vocabulary import find_roles
from kb.question.question import Question

_TOLD = 2
_SEEKS = re.compile("[吗嘛么][?？。!！]*$")
_NAME, _SHORT = 5, 2
_RHETORICAL = re.compile("(?<!是)不是")
_STOP = re.compile("[，,。；;？?！!]")


def claims(question: Question) -> list[str]:
    """The clauses of the question, the last of which asks, without those that only seek consent (对吗)."""
    clauses = [c for c in _STOP.split(question.text) if c]
    while len(clauses) > 1 and asks("consent").fullmatch(clauses[-1]):
        clauses.pop()
    return clauses or [question.text]


def phrase_of(question: Question, words: str, *, without: str = "", whole: bool = False) -> str:
    """The phrase of a clause that says most of what the question claims; none where none says enough of it.

    What the clause that asks says comes first, then what its circumstances say, `whole` both at once; what it says of
    `without` is left out.
    """
    said = [words[start:end] for start, end in phrases(words)]
    clauses = claims(question)
    for claim in dict.fromkeys(("".join(clauses),) if whole else (clauses[-1], "".join(clauses))):
        told = set(bigrams(flat(claim))) - set(bigrams(flat(without)))
        held = [len(told & pairs_of(flat(p))) for p in said]
        if said and max(held) >= _TOLD:
            return said[held.index(max(held))]
    return ""


def denies(question: Question) -> bool:
    """Whether a question claims that something is not so; 不是……吗 claims that it is."""
    claim = claims(question)[-1]
    return bool(asks("denies").search(_RHETORICAL.sub("", claim) if _SEEKS.search(question.text) else claim))


def another_named(question: Question, analysis: ClauseAnalysis, words: str) -> bool:
    """Whether the question claims an office or body where the phrase that rules names another one."""
    name = _named(question.text)
    if name is None:
        return False
    asked = [role for role, _, _ in find_roles(name)]
    if asked:
        acting = holder(question.text, words) or "、".join(
            d.who for d in doers(phrase_of(question, words, without=name, whole=True)) if d.led)
        bound = [role for role, _, _ in find_roles(acting or words)]
        return not any_role_fits(asked, [*bound, *analysis.clause.roles])
    pairs = bigrams(name)
    phrase = phrase_of(question, words, without=name, whole=True) if len(name) <= _NAME else words
    held = pairs_of(flat(phrase or words)) | pairs_of(analysis.heads)
    return bool(pairs) and sum(p in held for p in pairs) / len(pairs) < 0.5


def _named(text: str) -> str | None:
    """The office or body that a text claims somebody or something to be, or to go to; None where it names none, says
    only whose it is (找社里的工会), or denies it (不用找馆长). Two characters must be a known name.
    """
    return next((m.group(1) for m in asks("claimed").finditer(text)
                 if "的" not in text[m.start(1):m.end() + 1] and not asks("denied").search(text[:m.start()])
                 and (len(m.group(1)) > _SHORT or find_names(m.group(1)))), None)


@cache
def asks(name: str) -> re.Pattern[str]:
    """One of the patterns of questions in verdicts.toml."""
    return re.compile(load_toml("verdicts.toml")["asks"][name])


@cache
def rules(name: str) -> re.Pattern[str]:
    """One of the patterns of rules in verdicts.toml."""
    return re.compile(load_toml("verdicts.toml")["rules"][name])
