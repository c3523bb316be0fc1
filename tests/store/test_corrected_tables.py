"""An obligation that was corrected by hand, in the checklist and in the table of a topic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.checklist.library import library_checklist
from kb.manage.intake import ingest
from kb.store.corrected import add_corrections
from kb.store.corrections import Correction
from kb.store.library import Library, open_library
from kb.training.topics.library import library_topic

RULES = "支部学习办法\n第一条 党支部书记每年至少讲2次党课。\n第二条 本办法自2022年6月1日起施行。\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "学习.txt").write_text(RULES, encoding="utf-8")
    with closing(open_library(tmp_path / "library.db")) as held:
        ingest(held, [], corpus=folder)
        clause = held.clauses()[0]
        read = held.obligations()[clause.id][0]
        stated = replace(read, period="每季度", count=3.0, value="至少3次", by_hand=True)
        with held.changing() as writer:
            add_corrections(writer.connection, clause.document_id,
                            [Correction(0, clause.id, clause.text, read, stated, "王芳", "")])
        yield held


def test_the_checklist_says_it_as_corrected(library: Library) -> None:
    [item] = library_checklist(library, role="党支部书记", scope="通用", year=2026).items
    assert (item.period, item.rhythm, item.count) == ("每季度", "每季度", 3.0)


def test_the_topic_says_it_as_corrected(library: Library) -> None:
    [row] = library_topic(library, name="党课").rows
    assert (row.period, row.value) == ("每季度", "至少3次")


def test_a_correction_holds_for_the_next_edition_where_the_words_are_the_same(library: Library, tmp_path: Path) -> None:
    new = tmp_path / "corpus" / "学习-新.txt"
    new.write_text(RULES.replace("办法\n", "办法（2025年修订）\n").replace("2022", "2025"), encoding="utf-8")
    ingest(library, [new])
    first, second = (held for held in library.obligations().values() if held)
    assert [(o.value, o.by_hand) for o in (*first, *second)] == [("至少3次", True)] * 2
    other = tmp_path / "corpus" / "学习-再.txt"
    other.write_text(RULES.replace("支部学习办法", "支部学习办法（2026年修订）").replace("2022", "2026")
                     .replace("讲2次", "讲4次"), encoding="utf-8")
    ingest(library, [other])
    assert sorted(o.value or "" for held in library.obligations().values() for o in held) == [
        "至少3次", "至少3次", "至少4次"]
