"""A checklist made by hand for the tests of lists, as the service would make it from the corpus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kb.checklist.items import Checklist, Item
from kb.errors import QuestionError
from kb.store.library import Library
from kb.types import Clause

ROLE, SCOPE = "党支部书记", "机关"
WORDS = (  # in clauses of the corpus, for secretaries of government organs
    ("上党课", "党支部书记每年至少为本支部党员上1次党课"),
    ("召开支部委员会", "支部委员会"),
    ("学习", "学习"),
)


def by_hand(library: Library, *, role: str, scope: str, year: int) -> Checklist:
    """Three items of the corpus: once a year, every month, without a day; the first is ruled in another way too."""
    if (role, scope) != (ROLE, SCOPE):
        raise QuestionError("不认识的角色或单位。")
    clauses = library.clauses()
    lesson = _item(clauses, *WORDS[0], rhythm="每年", due=(date(year, 12, 31),), must=True, count=1, unit="次",
                   comparator=">=", period="每年", conflict="上党课", stricter=True)
    also = replace(lesson, id="also", who="own", stricter=False)
    month = _item(clauses, *WORDS[1], rhythm="每月", due=tuple(date(year, m, 28) for m in range(1, 13)), who="branch",
                  must=True, record=("会议记录",))
    general = _item(clauses, *WORDS[2], rhythm=None)
    return Checklist(role, scope, year, (lesson, also, month, general))


def _item(clauses: list[Clause], action: str, words: str, **more: object) -> Item:
    clause = next(c for c in clauses if words in c.text)
    start = clause.text.index(words)
    given: dict[str, object] = {"who": "own"} | more
    make: Callable[..., Item] = Item
    return make(f"{clause.id}-{start}", clause.id, f"《机关》{clause.number}", words, start, start + len(words),
                action=action, **given)
