"""Whose rule the words of a clause are (规定的对象), against the one that a question asks about."""

from __future__ import annotations

from collections.abc import Sequence

from kb.ingest.analysis import Stretch
from kb.language.names import any_name_fits, name_of, of_kind
from kb.question.question import Question

_OFFICE, _BODY, _MEMBER = "职务", "机构", "成员"
_SORT = "类型"


def sought(question: Question, kind: str) -> tuple[str, ...]:
    """The names of a kind that the question asks about, the one that is to act among them."""
    actor = () if question.named.actor is None else (question.named.actor,)
    return of_kind(dict.fromkeys((*actor, *question.named.about)), kind)


def owner_fit(question: Question, stretch: Stretch) -> int:
    """1 where the words print the office asked about as acting, -1 where they print another of its kind, else 0.

    A body printed first is as often what something is done to or with (党支部学习制度), and speaks for nothing.
    What is printed goes before what the headings say: 支部委员会任期3年 in a list of the 党委 is no rule for it, and
    党支部书记每年上1次党课 is more of a rule for him than 每季度组织1次党课 under his name.
    """
    if question.named.actor is None:
        return 0
    kind = name_of(question.named.actor).kind
    asked, printed = sought(question, kind), of_kind(stretch.owners, kind)
    if asked and not printed and kind == _BODY and not of_kind(question.named.mentioned, _OFFICE):
        return -int(_of_other_bodies(asked, stretch.owners))
    if not asked or not printed:
        return 0
    if any_name_fits(asked, printed):
        return int(kind == _OFFICE)
    return 0 if any_name_fits((question.named.actor,), stretch.names) else -1


def _of_other_bodies(asked: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether those who are printed as acting are of bodies of another sort: 党总支班子成员 is not 党支部."""
    sorts = {name_of(w).marks.get(_SORT) or name_of(w).head for w in asked}
    people = [name_of(w) for w in printed if name_of(w).kind in (_OFFICE, _MEMBER)]
    return bool(people) and all(n.marks.get(_SORT) is not None and n.marks[_SORT] not in sorts for n in people)
