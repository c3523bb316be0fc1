"""A checklist of what a library holds (知识库的清单): the reader's words checked, the documents in force read."""

from __future__ import annotations

from dataclasses import replace

from kb.checklist.build import checklist
from kb.checklist.items import FIRST_YEAR as FIRST_YEAR
from kb.checklist.items import LAST_YEAR as LAST_YEAR
from kb.checklist.items import Checklist
from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE, role_named, roles, scope_named, scopes
from kb.store.library import Library
from kb.types import OUT_OF_FORCE
from kb.validity.parts import rules_of, standing_on


def library_checklist(library: Library, *, role: str, scope: str, year: int) -> Checklist:
    """What the documents in force today require of a role in a kind of organisation in `year`.

    Raises QuestionError, naming what there is, where the role or the kind is unknown or the year is none.
    """
    known = role_named(role.strip())
    if known is None:
        held = "、".join(r.name for r in roles())
        raise QuestionError(f"不认识的角色：{role.strip()[:20] or '（空）'}。可用：{held}。")
    kind = scope_named(scope)
    if kind is None:
        kinds = [*(s.name for s in scopes()), GENERAL_SCOPE]
        raise QuestionError(f"没有这类单位：{scope.strip()[:20] or '（空）'}。可用：{'、'.join(kinds)}。")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise QuestionError(f"不是年份：{year}。请写成 2026 的样子。")
    with library.snapshot() as seen:
        titles = {i: title for i, (title, status) in seen.titles().items() if status not in OUT_OF_FORCE}
        clauses, found = rules_of(seen.clauses(), seen.obligations(), library.today())
        made = checklist(clauses, found, titles, role=known.name, scope=kind, year=year)
    return replace(made, items=standing_on(clauses, made.items, library.today()))
