"""An answer as the message of a chat front end."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from kb.show.message import message, sources
from kb.types import Answer, Citation, CitedClause, Clause
from tests.search.samples import clause

FIRST = clause("d-1", "3.党支部书记每年至少为本支部党员上1次党课。")
SECOND = clause("d-2", "2.支部书记*每年*上 _两次_ 党课；\n材料 <b>留存</b>，见 [附件](x)，费用 $5。\n- 另行通知")


def cited(*clauses: Clause) -> tuple[CitedClause, ...]:
    return tuple(CitedClause(c, "责任清单", f"《责任清单》第{n}条", "现行", 1.0)
                 for n, c in enumerate(clauses, 1))


def found(of: Clause, quote: str) -> Citation:
    text = of.text
    start = text.index(quote)
    return Citation(of.id, quote, start, start + len(quote), "至少1次", "每年", None, ("机关",))


def test_marks_lead_to_the_words_that_the_answer_stands_on() -> None:
    one, two = found(FIRST, "党支部书记每年至少为本支部党员上1次党课"), found(SECOND, "支部书记*每年*上 _两次_ 党课；")
    said = "每年至少1次。党支部书记每年至少为本支部党员上1次党课。学校也是这样。"
    answer = Answer("问", "answered", said, (one, two, one), cited(FIRST, SECOND))
    lead, heading, where, quote, *_ = message(answer).split("\n\n")
    assert lead == "每年至少1次①。党支部书记每年至少为本支部党员上1次党课。学校也是这样。"
    assert (heading, where, quote) == ("**依据**", "① 《责任清单》第1条（机关）", f"> {one.quote}")
    assert [(s.mark, s.finding) for s in sources(answer)] == [("①", one), ("②", two)]


def test_a_reader_of_markdown_sees_the_very_words() -> None:
    whole = found(SECOND, SECOND.text)
    html = MarkdownIt().render(message(Answer("问", "answered", "两次。", (whole,), cited(SECOND))))
    quoted = html.partition("<blockquote>")[2].partition("</blockquote>")[0]
    shown = quoted.replace("<p>", "").replace("</p>", "").strip()
    assert shown == SECOND.text.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;")


def test_an_answer_with_circled_numbers_of_its_own_gets_other_marks() -> None:
    answer = Answer("问", "answered", "②每年公布。", (found(FIRST, "每年"),), cited(FIRST))
    assert message(answer).startswith("②每年公布〔1〕。\n\n**依据**\n\n〔1〕 《责任清单》")


@pytest.mark.parametrize(("count", "last"), [(2, "①②"), (20, "①–⑳"), (35, "①–〔35〕")])
def test_a_long_list_has_a_mark_for_each(count: int, last: str) -> None:
    clauses = [clause(f"d-{n}", f"{n}.做第{n}件事。") for n in range(count)]
    every = tuple(found(c, c.text) for c in clauses)
    text = message(Answer("问", "answered", f"共 {count} 条：。", every, cited(*clauses)))
    assert text.startswith(f"共 {count} 条：{last}。\n")
    assert text.count("\n> ") == count


def test_where_nothing_answers_it_says_so_and_cites_nothing() -> None:
    answer = Answer("问", "not_found", "知识库里没有条款规定“食堂几点开门”。", (), cited(FIRST))
    text = message(answer)
    assert text.startswith("知识库里没有条款规定") and "不是回答，不要引用" in text and "> " not in text
    assert sources(answer) == ()
