"""The files, read back by other programs: every sentence of them is accounted for, and the paper tells no key."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from kb.errors import KBError
from kb.store.library import Library
from kb.training.item import Item
from kb.training.quiz.export.file import key_bytes, paper_bytes, write_quiz
from kb.training.quiz.library import library_quiz, library_shelf
from kb.training.quiz.text import as_text
from tests.training.quiz.accounts import Accounts

Asked = tuple[tuple[Item, ...], tuple[str, ...], Accounts]
TOPICS = ("党课", "党费", "党员大会", "学时")


@pytest.fixture(scope="module", params=[(1, TOPICS), (2, ())], ids=["topics", "everything"])
def asked(request: pytest.FixtureRequest, corpus_library: Library) -> Asked:
    seed, topics = request.param
    items = library_quiz(corpus_library, topics=topics, n=30, seed=seed)
    return items, topics, Accounts(library_shelf(corpus_library), topics)


def words(content: bytes) -> Iterator[str]:
    document = Document(BytesIO(content))
    for p in (*document.paragraphs, *document.sections[0].footer.paragraphs):
        yield from p.text.split("\t") if p.text.count("\t") else [p.text]


def test_every_sentence_of_the_word_files_is_accounted_for(
        asked: Asked) -> None:
    items, topics, accounts = asked
    for content in (paper_bytes(".docx", items, topics=topics, seed=1), key_bytes(items, topics=topics, seed=1)):
        lines = [w for w in words(content) if "第  页" not in w]
        said = [w for w in lines if not accounts.holds(w) and not all(accounts.holds(s) for s in _sentences(w))]
        assert said == []


def test_every_cell_of_the_sheet_is_accounted_for(asked: Asked) -> None:
    items, topics, accounts = asked
    sheet = load_workbook(BytesIO(paper_bytes(".xlsx", items, topics=topics, seed=1)))["试题"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("题型", "题干", "选项A") and len(rows) == len(items) + 1
    cells = [line for row in rows for cell in row if cell is not None for line in str(cell).split("\n")]
    assert [c for c in cells if not accounts.holds(c)] == []
    assert [r[8] for r in rows[1:] if r[0] == "单选题"] == [i.key[0] for i in items if i.type == "single"]


def test_every_text_of_the_page_is_accounted_for(asked: Asked) -> None:
    items, topics, accounts = asked
    page = html.fromstring(paper_bytes(".html", items, topics=topics, seed=1).decode())
    texts = [t for e in page.iter() if e.tag not in ("style", "script") for t in (e.text, e.tail) if t]
    assert [t for t in texts if not accounts.holds(t) and not all(map(accounts.holds, _sentences(t)))] == []
    assert page.xpath("//@src") == [] and page.xpath("//link/@href") == []


def test_what_is_no_phrase_and_no_words_of_a_clause_is_noticed(
        asked: Asked) -> None:
    _, _, accounts = asked
    assert not accounts.holds("党支部每年应当组织三次户外拓展。")
    assert not accounts.holds("1. 根据《没有的文件》（机关）的规定，下列说法正确的是：")


def test_the_paper_tells_no_key(asked: Asked) -> None:
    items, topics, _ = asked
    paper = "\n".join(words(paper_bytes(".docx", items, topics=topics, seed=1)))
    assert "答案" not in paper and "出处" not in paper
    assert as_text(items, topics=topics).count("出处：") == len(items)


def test_the_key_is_a_file_of_its_own(tmp_path: Path, asked: Asked
                                      ) -> None:
    items, topics, _ = asked
    written = write_quiz(tmp_path / "试题.docx", items, topics=topics, seed=1)
    assert [p.name for p in written] == ["试题.docx", "试题-答案.docx"] and all(p.is_file() for p in written)
    with pytest.raises(KBError, match="不支持导出为这种文件"):
        write_quiz(tmp_path / "试题.pdf", items, topics=topics, seed=1)
    with pytest.raises(KBError, match="写不进文件"):
        write_quiz(tmp_path / "没有" / "试题.xlsx", items, topics=topics, seed=1)


def test_the_same_quiz_makes_the_same_page(asked: Asked) -> None:
    items, topics, _ = asked
    assert paper_bytes(".html", items, topics=topics, seed=1) == paper_bytes(".html", items, topics=topics, seed=1)


def _sentences(text: str) -> list[str]:
    """A note of several fixed sentences, each for itself."""
    return [s + "。" for s in text.split("。") if s]
