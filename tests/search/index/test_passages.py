from __future__ import annotations

import re

import pytest

from kb.language.sentences import sentences
from kb.search.index.passages import headings, passages
from kb.store.library import Library
from kb.types import Clause


def clause(text: str, *, path: tuple[str, ...] = (), list_title: str = "党支部书记责任清单") -> Clause:
    return Clause(id="d-1", document_id="d", ordinal=0, start=0, end=len(text), text=text, number="1", path=path,
                  list_title=list_title)


def test_a_short_clause_is_one_passage_behind_its_headings() -> None:
    assert passages(clause("每年至少上1次党课。"), "责任清单汇编") == ["党支部书记责任清单：每年至少上1次党课。"]


def test_each_sentence_of_a_longer_clause_is_a_passage_of_its_own() -> None:
    one, two = "每年至少为本支部党员上1次党课。", "每季度向全体党员公示1次党费收缴情况。"
    above = "党支部书记责任清单"
    assert passages(clause(one + two), "汇编") == [f"{above}：{one}{two}", f"{above}：{one}", f"{above}：{two}"]


def test_a_long_clause_begins_with_its_first_160_characters() -> None:
    text = "党" * 300
    assert passages(clause(text), "汇编") == ["党支部书记责任清单：" + "党" * 160]


def test_passages_hold_no_line_breaks() -> None:
    text = "每年至少为本支部党员上1次党课。\n每季度向全体党员\n公示1次党费收缴情况。"
    assert not [p for p in passages(clause(text), "汇编") if "\n" in p]


@pytest.mark.parametrize(("path", "expected"), [
    ((), "党支部书记责任清单"),
    (("党支部书记责任清单",), "党支部书记责任清单"),
    (("党支部书记责任清单", "一、主体责任"), "党支部书记责任清单 主体责任"),
    (("党支部书记责任清单", "（二）组织生活"), "党支部书记责任清单 组织生活"),
    (("第二章 党员教育", "第三节 集中培训"), "党支部书记责任清单 党员教育 集中培训"),
])
def test_headings_without_their_numbers_the_innermost_last(path: tuple[str, ...], expected: str) -> None:
    assert headings(clause("每年1次。", path=path), "汇编") == expected


@pytest.mark.parametrize("title", ["第一责任人履职关键环节清单", "第一书记工作章程"])
def test_a_title_that_only_begins_like_a_chapter_is_kept_whole(title: str) -> None:
    assert headings(clause("每年1次。", list_title=title), title) == title


def test_the_innermost_headings_stay_where_there_are_too_many() -> None:
    path = tuple(f"第{n}章 {'很长的标题' * 6}" for n in "一二三四五") + ("组织生活会",)
    assert headings(clause("每年1次。", path=path), "汇编").endswith(" 组织生活会")
    assert len(headings(clause("每年1次。", path=path), "汇编")) <= 80


def test_every_clause_of_the_corpus_has_passages_with_words_of_its_own(corpus_library: Library) -> None:
    titles = corpus_library.titles()
    for c in corpus_library.clauses():
        first, *rest = passages(c, titles[c.document_id][0])
        spans = sentences(c.text)
        assert first.endswith(re.sub(r"\s+", " ", c.text)[:160])
        assert len(rest) == (len(spans) if len(spans) > 1 else 0)
        assert all(p.endswith(c.text[s:e].replace("\n", " ")) for p, (s, e) in zip(rest, spans, strict=False))
