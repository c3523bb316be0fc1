"""A few clauses made up for three kinds of organisation, and the tables of two topics over them."""

from __future__ import annotations

from kb.training.pack.build import build
from kb.training.pack.pack import Pack
from kb.training.pack.wanted import Wanted, checked
from kb.training.topic_table import TopicRow, TopicTable, Who
from kb.types import Clause, Document, Obligation

LONG = "清水县水利局机关党委应当" + "、".join(
    f"把第{n}项工作的责任分解到支部、落实到人、检查到位" for n in range(1, 61)) + "。"
ENDLESS = "凡" + "列入年度计划而未按期完成的事项都要逐项说明原因" * 40

_TEXTS = {
    "a1": ("A", ("机关",), "1.党支部每半年至少上1次党课，会议记录由专人保管。", "1"),
    "a2": ("A", ("机关",), "2.党支部书记每年至少为本支部党员上2次党课。", "2"),
    "a3": ("A", ("机关",), LONG, None),
    "b1": ("B", ("高校", "学校"), "（一）党支部每季度上1次党课。", "（一）"),
    "b2": ("B", ("高校",), "（二）党课要联系实际，讲求实效。", "（二）"),
    "b3": ("B", ("高校",), ENDLESS, None),
    "c1": ("A", ("机关",), "3.党员按月交纳党费，每年年底公布收缴情况。", "3"),
}
DOCUMENTS = {i: Document(i, title, f"{i}.docx", "", "", "", number=number) for i, title, number in (
    ("A", "清水县水利局党支部工作办法", "清水发〔2024〕3号"), ("B", "清水大学党支部工作细则", None))}
CLAUSES = {i: Clause(i, d, n, 0, len(text), text, number, (), DOCUMENTS[d].title, scope=scope)
           for n, (i, (d, scope, text, number)) in enumerate(_TEXTS.items())}
OBLIGATIONS = {"c1": (Obligation("c1", "每年年底公布收缴情况", 12, 22, "党员", "公布收缴情况", "每年", None, None, None,
                                 "年底", None),),
               "a2": (Obligation("a2", "党支部书记每年至少为本支部党员上2次党课", 2, 21, "党支部书记",
                                 "为本支部党员上党课", "每年", 2.0, ">=", "次", None, "至少2次"),)}


def row(clause: str, quote: str, owner: str | None = None, value: str | None = None, period: str | None = None,
        *, matter: str = "党课", who: Who = "branch", unit: str | None = None, conflict: str | None = None) -> TopicRow:
    """A row on words of one of the clauses."""
    own = CLAUSES[clause]
    start = own.text.index(quote)
    return TopicRow(matter, own.scope, who, owner, value, period, ">=" if value and "至少" in value else None, unit,
                    clause, "", quote, start, start + len(quote), conflict)


LESSON = TopicTable("党课", (
    row("a1", "党支部每半年至少上1次党课", "党支部", "至少1次", "每半年", unit="次"),
    row("a2", "党支部书记每年至少为本支部党员上2次党课", "党支部书记", "至少2次", "每年", who="secretary", unit="次"),
    row("a3", LONG),
    row("b1", "党支部每季度上1次党课", "党支部", "1次", "每季度", unit="次"),
    row("b2", "党课要联系实际，讲求实效"),
    row("b3", ENDLESS, matter="说明原因"),
), ("国企",), (), "机关每半年至少1次，高校每季度1次。")
DUES = TopicTable("党费", (
    row("c1", "党员按月交纳党费", "党员", None, "每月", matter="党费", who="member"),), (), (), "")


def made(*tables: TopicTable, **wanted: object) -> Pack:
    """The pack over these tables, the two above without any."""
    used = tables or (LESSON, DUES)
    asked = Wanted(**{"topics": tuple(t.topic for t in used), **wanted})  # type: ignore[arg-type]
    return build(checked(asked), used, CLAUSES, OBLIGATIONS, DOCUMENTS, as_of="2026-11-28")
