"""Small regulations, and the checklists drawn up from them."""

from __future__ import annotations

from dataclasses import replace

from kb.checklist.build import checklist
from kb.checklist.items import Checklist, Item
from kb.ingest.obligations import obligations
from tests.ingest.helpers import clauses_of

# What a secretary of a branch in an office has to do: his own list, the standard of branches, a list above him.
OWN = """清水县水利局党支部书记责任清单

1.抓好组织生活。每月至少召开1次支部委员会，每季度至少组织1次党课，党支部书记每年至少为党员上2次党课。会议记录由专人保管。
2.每半年向机关党委汇报1次思想工作。定期与党员谈心谈话。
3.带头遵守纪律。
"""
STANDARD = """清水县水利局党支部建设标准

1.支部委员会每月召开1次，党课每半年1次。
2.党员每年集中学习不少于24学时，班子成员不少于40学时。
3.每年6月和12月公示党费收缴情况，建立台账。
4.党员活动室布置规范。
"""
ABOVE = """清水县水利局机关党委书记责任清单

1.党员每年集中学习不少于32学时，党支部书记不少于56学时。
2.每年12月底前组织述职评议。
3.机关党委副书记每季度检查1次党费收缴。
"""
DEPUTY = """清水县水利局党组织副书记责任清单

1.每季度主持召开1次支部书记例会。
"""


def drawn(*texts: str, role: str = "党支部书记", scope: str = "机关", year: int = 2026) -> Checklist:
    """The checklist of these documents, which are all for offices."""
    clauses = [replace(c, document_id=f"d{n}", id=f"d{n}-{c.ordinal}") for n, text in enumerate(texts)
               for c in clauses_of(text, title=_title(text), scope=("机关",))]
    titles = {f"d{n}": _title(text) for n, text in enumerate(texts)}
    return checklist(clauses, {c.id: tuple(obligations(c)) for c in clauses}, titles, role=role, scope=scope, year=year)


def _title(text: str) -> str:
    return text.split("\n", 1)[0]


def item(found: Checklist, words: str, which: int = 0) -> Item:
    """The item with a number or a date whose quote holds these words, of several the one at place `which`."""
    return [i for i in found.items if i.must and words in i.quote][which]
