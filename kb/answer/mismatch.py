"""What speaks against a clause (不相符): another role, another body, or another kind of fact than the question's."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kb.answer.evidence import Evidence, Subject, answers_unit
from kb.data import load_toml
from kb.language.fits import any_role_fits, scope_fit
from kb.language.pairs import bigrams
from kb.language.sentences import sentences
from kb.language.synonyms import canonical
from kb.language.tokenizer import lexicon, normalize
from kb.language.vocabulary import find_roles, role_named, scopes
from kb.question.understand import Ask, content_words
from kb.show.obligation_words import obligations_of
from kb.types import Clause

_OPENING = 30
_OFFICE = ("书记", "委员", "组长")


def subject_fit(e: Evidence, ask: Ask) -> float:
    """1 where the words that would be quoted speak of a role the question names, -1 of another one, 0 of none."""
    if not ask.roles:
        return 0.0
    stated = e.duty.subject if e.duty is not None and e.duty.subject else e.quote[:_OPENING]
    named = [name for name, _, _ in find_roles(stated)]
    if not named:
        return 0.0
    return 1.0 if any_role_fits(ask.roles, named) else -1.0


def of_another(e: Evidence, ask: Ask) -> bool:
    """Whether the words that would be quoted speak of an office of another family than the one the question names.

    副书记每年上几次党课 is not answered by 书记每年至少上1次党课. On the training questions this holds of 26 clauses
    that do not answer, and of 3 that do.
    """
    asked = _offices(ask.text)
    if len(asked) != 1 or any_role_fits(ask.roles, e.clause.roles):
        return False
    stated = _offices(e.duty.subject if e.duty is not None and e.duty.subject else e.quote[:_OPENING])
    return bool(stated) and not asked & stated and not asked & _offices(e.quote)


def of_another_kind(clause: Clause, ask: Ask) -> bool:
    """Whether the clause binds other kinds of organisation than the one kind that the question calls by its name.

    Loose words (公司, 科室) name a kind too loosely to go by. On the training questions this holds of 60 clauses that
    do not answer, and of 5 that do.
    """
    named = _kinds_named(ask.text, ask.scopes)
    return not ask.compares and bool(named) and scope_fit(named, clause.scope) < 0


def of_another_matter(e: Evidence, ask: Ask) -> bool:
    """Whether the figure that would be quoted belongs to another matter of the clause than the one the question names.

    党课要讲多长时间 is not answered by 每次要保证半天的集中学习时间 of a clause that speaks of 党课 elsewhere. On the
    training questions this holds of 6 clauses that do not answer, and of 2 that do.
    """
    if e.unit != 1 or e.duty is None or ask.kind != "count":
        return False
    named = [canonical(w) for w in content_words(ask) if w in _terms()]
    if not named:
        return False
    start, end = next(((s, t) for s, t in sentences(e.clause.text) if s <= e.start < t), (e.start, e.end))
    around = canonical(f"{''.join(e.clause.path)}{e.clause.text[start:max(end, e.end)]}{e.duty.subject or ''}")
    whole = canonical(e.clause.text)
    return any(w in whole and w not in around for w in named)


@cache
def _terms() -> frozenset[str]:
    return frozenset(normalize(t) for t in lexicon())


@lru_cache(maxsize=256)
def _kinds_named(question: str, asked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(s.name for s in scopes() if s.name in asked
                 and any(len(w) > 1 and w in question for w in (s.name, *s.heading)))


@lru_cache(maxsize=10_000)
def _offices(text: str) -> frozenset[str]:
    """Families (书记, 副书记, 委员) of the offices that a text names; organisations and members are none."""
    named = (role_named(name) for name, _, _ in find_roles(text))
    return frozenset(r.family for r in named if r is not None and r.name.endswith(_OFFICE))


def lacking(ask: Ask, held: str) -> float:
    """The share of the question's words that the clause and its headings, in canonical form, do not hold."""
    words = content_words(ask)
    return sum(canonical(t) not in held for t in words) / len(words) if words else 0.0


def absent(ask: Ask, held: str) -> float:
    """How much (0–1) of a body, office or group that the question names the clause never mentions, at worst."""
    names = _agents_named(ask.text)
    pairs = frozenset(bigrams(held)) if names else frozenset()
    return max((sum(p not in pairs for p in name) / max(1, len(name)) for name in names), default=0.0)


def given(subject: Subject, clause: Clause) -> float:
    """1 where an obligation of the clause gives the kind of quantity asked for, -1 where none does, 0 if unasked."""
    asked = subject.asked
    if asked is None:
        return 0.0
    return 1.0 if any(answers_unit(asked, d) for d in obligations_of(clause)) else -1.0


@lru_cache(maxsize=256)
def _agents_named(question: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(bigrams(canonical(m.group()))) for m in _agents().finditer(question))


@cache
def _agents() -> re.Pattern[str]:
    data = load_toml("agents.toml")
    return re.compile(f"[一-龥]{{0,{data['before']}}}?(?:{'|'.join(data['endings'])})")
