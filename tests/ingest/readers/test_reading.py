from __future__ import annotations

import pytest

from kb.ingest.readers.reading import Block, Cell, Heading, ListItem, Paragraph, PrintedLine, Reading, Table


@pytest.mark.parametrize(
    "block",
    [
        Heading("党费", 1),
        Paragraph("按月交纳。"),
        ListItem("按月交纳。", None),
        ListItem("", "1."),
        Table(((Cell(""), Cell("党费")),)),
        PrintedLine("党费"),
    ],
)
def test_any_printed_word_or_number_is_something(block: Block) -> None:
    assert not Reading((Paragraph(""), block), "x/1").blank


def test_blanks_are_nothing() -> None:
    blocks = (Heading(" ", 1), Paragraph("\n"), ListItem("", None), Table(((Cell(" "),), ())), PrintedLine("\t\u3000"))
    assert Reading(blocks, "x/1").blank
    assert Reading((), "x/1").blank
