"""Short ways from a text to its outline and clauses, and what must hold for every split."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from kb.ingest.readers.reading import Heading, PrintedLine, Reading
from kb.ingest.readers.txt import printed_lines
from kb.ingest.structure.blocks import OutlineBlock
from kb.ingest.structure.canonical import Canonical, canonical
from kb.ingest.structure.clauses import split
from kb.ingest.structure.outline import outline
from kb.types import Clause, Split

DATA = Path(__file__).resolve().parent.parent / "data"

NUMBERED = (
    "一、总体要求",
    "二、组织生活",
    "（一）党员大会每季度召开1次。",
    "（二）支委会每月召开1次。",
    "（一）",
    "1.每年召开2次会议。",
    "2、定期研究党建工作。",
    "3支部委员会由3-5人组成。",
    "7.",
    "21、规范资料归档。",
    "①会议记录齐全。",
    "②台账",
    "第一章 总则",
    "第一条 为了加强支部建设，制定本办法。",
    "第二条　适用范围。",
    "1.1 党课",
    "(1)学习",
    "2.2022年底前完成换届。",
    "3.5小时以上为一次集中学习。",
    "4.1月份述职。",
    "⑵作风",
    "㈡党课",
    "第九条 按期换届。",
    "1)作风",
)
PLAIN = (
    "党支部书记责任清单",
    "要求如下：",
    "党员应当按月交纳党费。",
    "第十条规定的程序",
    "2019年以来",
    "12次以上",
    "附件1",
    "目录",
    "党支部书记责任清单\t3",
    "XXXXXXXX",
    "猜你想看",
    "Copyright © 2020",
    "当前位置：首页",
    "组织部",
    "…",
    "：",
)
CELLS = (
    "\t项目\t标准",
    "\t",
    "\t\t",
    "班子\t配备\t党支部一般设委员3人，设书记1人，任期三年。",
    "\t党费\t",
    " \t按月交纳。",
)
BLANK = ("", "", "  ", "\u3000\u3000", "\xa0", "\f", "\f一、", "\r", "\u2028", "\x85")

documents = st.lists(
    st.sampled_from(NUMBERED)
    | st.sampled_from(PLAIN)
    | st.sampled_from(CELLS)
    | st.sampled_from(BLANK)
    | st.text(alphabet="一二十第条章（）()1230.、。；：① \t　党支部书记清单附件…X《》", max_size=20),
    max_size=40,
).map("\n".join)


def lines_as_blocks(raw: str, headings: Mapping[int, int] | None = None) -> list[Heading | PrintedLine]:
    """The lines of a text; those whose number is in `headings` as headings of that level."""
    levels = headings or {}
    return [
        Heading(line.text, levels[i], page=line.page) if i in levels else line
        for i, line in enumerate(printed_lines(raw))
    ]


def text_of(reading: Reading) -> str:
    return canonical(reading.blocks).text


def canonical_split(
    raw: str, *, title: str = "规则", scope: tuple[str, ...] = (), headings: dict[int, int] | None = None
) -> tuple[Canonical, Split]:
    text = canonical(lines_as_blocks(raw, headings))
    return text, split(
        text.text,
        outline(text),
        document_id="d",
        title=title,
        scope=scope,
        page_starts=text.page_starts,
    )


def clauses_of(
    raw: str, *, title: str = "规则", scope: tuple[str, ...] = (), headings: dict[int, int] | None = None
) -> tuple[Clause, ...]:
    return canonical_split(raw, title=title, scope=scope, headings=headings)[1].clauses


def numbers_of(raw: str) -> list[str | None]:
    return [c.number for c in clauses_of(raw)]


def texts_of(raw: str) -> list[str]:
    return [c.text for c in clauses_of(raw)]


def blocks_of(raw: str, hints: Mapping[int, int] | None = None) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in blocks(raw, hints)]


def blocks(raw: str, hints: Mapping[int, int] | None = None) -> list[OutlineBlock]:
    return outline(Canonical(raw, hints=dict(hints or {})))


def assert_whole(text: str, parts: Split) -> None:
    """Every character lies in exactly one segment, and the clause segments are the clauses."""
    at = 0
    for segment in parts.segments:
        assert segment.start == at < segment.end
        at = segment.end
    assert at == len(text)
    assert [(s.start, s.end) for s in parts.segments if s.kind == "clause"] == [
        (c.start, c.end) for c in parts.clauses
    ]
    assert all(text[c.start : c.end] == c.text for c in parts.clauses)
    assert all(c.text == c.text.strip() != "" for c in parts.clauses)
    assert len({c.id for c in parts.clauses}) == len(parts.clauses)
