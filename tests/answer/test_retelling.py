from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.retelling import retold
from kb.question.ellipsis import About
from kb.types import Answer, Citation, Clause
from tests.search.samples import clause

TEXT = "3.为了管好党费，支部每月收缴1次。党员不按时交纳的，由组织委员提醒。连续6个月不交的，按自行脱党处理。"
WORDS = "支部每月收缴1次"
FEES = replace(clause("fees", TEXT), number="3")
TITLES = {"d": ("党费办法", "现行")}


def told(about: About, of: Clause = FEES, words: str = WORDS, *more: Citation) -> Answer:
    start = of.text.index(words)
    first = Citation(of.id, words, start, start + len(words), "1次", "每月")
    answer = Answer("问", "answered", "每月1次。", (first, *more), understood_as="支部多久收缴一次党费")
    out = retold(answer, about, {of.id: of}, TITLES)
    shown = out.findings[0]
    assert of.text[shown.start:shown.end] == shown.quote
    assert len(out.answer) <= 200
    assert (out.understood_as, out.findings[1:]) == (answer.understood_as, more)
    return out


def test_the_source_is_named_with_the_words_of_the_clause() -> None:
    out = told("source")
    assert out.answer == f"依据是《党费办法》第3条：{TEXT[2:]}"
    assert (out.findings[0].quote, out.findings[0].value, out.findings[0].period) == (TEXT[2:], "1次", "每月")


def test_the_reason_is_told_where_the_clause_gives_one() -> None:
    assert told("reason").answer.startswith("《党费办法》第3条里写的是：为了管好党费，支部每月收缴1次。")
    bare = clause("bare", "支部每月收缴1次。")
    assert told("reason", bare).answer == "条款没有写明理由，只有规定本身，见《党费办法》：支部每月收缴1次。"


@pytest.mark.parametrize("about", ["detail", "more"])
def test_more_of_the_clause_is_quoted(about: About) -> None:
    assert told(about).answer.endswith(TEXT[2:])


def test_further_findings_are_counted() -> None:
    assert told("more", FEES, WORDS, Citation("other", "x", 0, 1)).answer.startswith("另有1处规定，见下面的引文。")


def test_of_a_long_clause_whole_sentences_around_what_was_quoted_are_shown() -> None:
    filler = "支部认真落实各项制度，做好记录并存档备查。" * 6
    long = clause("long", f"{filler}支部每月收缴1次。{filler}")
    out = told("detail", long)
    assert WORDS in out.findings[0].quote
    assert out.findings[0].quote.endswith("。")
    assert out.findings[0].quote.startswith("支部")


def test_what_is_wanted_again_and_what_found_nothing_stay() -> None:
    assert told("again").answer == "每月1次。"
    nothing = Answer("问", "not_found", "知识库里没有条款规定“食堂几点开门”。")
    assert retold(nothing, "source", {}, {}) is nothing


@pytest.mark.parametrize(("about", "said"), [
    ("source", "依据是《党费办法》第3条等3条，都在下面。"), ("detail", "《党费办法》第3条等3条的原文都在下面。")])
def test_of_a_list_all_its_clauses_are_named(about: About, said: str) -> None:
    items = [replace(clause(f"c{n}", f"{n}.做好第{n}件事。"), number=str(n)) for n in (3, 4, 5)]
    found = tuple(Citation(c.id, c.text, 0, len(c.text)) for c in items)
    answer = Answer("问", "answered", "共 3 条（《党费办法》）：甲；乙；丙。", found)
    out = retold(answer, about, {c.id: c for c in items}, TITLES)
    assert (out.answer, out.findings) == (said, found)
