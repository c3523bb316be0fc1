"""A document as a page shows it: every character once, headings in their order, marks where they belong."""

from __future__ import annotations

import pytest

from kb.language.occurrences import words
from kb.show.document_view import DocumentView, document_view, exact_words
from kb.store.library import Library
from kb.types import Document


def named(library: Library, title: str) -> Document:
    return next(d for d in library.documents() if d.title == title)


def view(library: Library, title: str, *, q: str = "") -> DocumentView:
    document = named(library, title)
    return document_view(document, library.clauses(document.id), library.segments(document.id),
                         library.obligations(document.id), wanted=words(q.split()))


def test_every_character_of_every_document_is_shown_once(corpus_library: Library) -> None:
    for document in corpus_library.documents():
        for q in ("", "党课 的"):
            shown = view(corpus_library, document.title, q=q)
            assert "".join(s.text for s in shown.segments) == document.text
        assert [s.clause for s in shown.segments if s.clause] == corpus_library.clauses(document.id)
        anchors = [s.anchor for s in shown.segments]
        assert len(set(anchors)) == len(anchors)


def test_the_outline_is_that_of_the_printed_headings(corpus_library: Library) -> None:
    outline = view(corpus_library, "市XX局机关党建工作责任清单").outline
    assert [(h.level, h.text) for h in outline][:6] == [
        (1, "党组书记抓党建工作责任清单"), (2, "一、领导责任"), (2, "二、用人责任"), (2, "三、保障责任"),
        (2, "四、管理责任"), (1, "机关党委书记推进党建工作责任清单")]
    assert len(outline) == 13


def test_headings_broken_over_lines_in_a_table_are_in_the_outline(corpus_library: Library) -> None:
    outline = view(corpus_library, "高校党组织工作任务和具体要求").outline
    assert [h.level for h in outline if h.text == "班子\n任期"] == [4, 4]


def test_found_places_are_counted_and_numbered_through(corpus_library: Library) -> None:
    shown = view(corpus_library, "单位党支部建设标准", q="黨課")
    numbers = [p.hit for s in shown.segments for p in s.pieces if p.hit]
    assert numbers == list(range(1, 8))
    assert (shown.hits, shown.clauses_hit) == (7, 7)
    assert {p.text for s in shown.segments for p in s.pieces if p.hit} == {"党课"}


def test_the_words_of_a_citation_are_marked_in_its_clause_only(corpus_library: Library) -> None:
    document = named(corpus_library, "市XX局机关党建工作责任清单")
    clauses = corpus_library.clauses(document.id)
    clause = next(c for c in clauses if "每年至少为本支部党员上1次党课" in c.text)
    start = clause.text.index("党支部书记每年")
    span = exact_words(clause, str(start), str(start + 20))
    shown = document_view(document, clauses, corpus_library.segments(document.id),
                          corpus_library.obligations(document.id), clause_id=clause.id, cited=span)
    (segment,) = [s for s in shown.segments if s.cited]
    assert segment.clause == clause
    assert [p.text for s in shown.segments for p in s.pieces if p.cited] == ["党支部书记每年至少为本支部党员上1次党课"]
    assert {o.value for o in segment.obligations} >= {"至少1次"}


@pytest.mark.parametrize(("start", "end"), [("", ""), ("3", ""), ("-1", "5"), ("5", "5"), ("9", "3"), ("0", "99999"),
                                            ("１", "２"), ("0", "9" * 30), ("a", "b")])
def test_offsets_that_make_no_sense_mark_nothing(corpus_library: Library, start: str, end: str) -> None:
    clause = corpus_library.clauses()[0]
    assert exact_words(clause, start, end) is None
    assert exact_words(None, "0", "1") is None
