"""What is shown of an answer: cut quotes, groups by whom they bind, links that give the answer again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.engine import Answerer
from kb.data import load_toml
from kb.show.card import Card, present
from kb.types import Answer, Notice, Query
from tests.samples import DAY, HOSTILE, NEAR, OFFICE, answered, cited, finding, refused


def card(answer: Answer, scope: str | None = None, role: str | None = None) -> Card:
    return present(Query(answer.question, scope=scope, role=role), answer, asked_on=DAY)


class TestQuotes:
    def test_a_quote_is_the_clause_cut_where_the_answering_words_begin_and_end(self) -> None:
        (quote,) = card(answered()).groups[0].quotes
        assert (quote.before, quote.words, quote.after) == ("1.书记", "每年至少上1次", "党课，并作记录。")
        assert not quote.whole

    def test_what_is_copied_is_the_answering_words_and_the_citation(self) -> None:
        (quote,) = card(answered()).groups[0].quotes
        assert quote.copied == "每年至少上1次\n——《办法》第1条"

    def test_where_the_whole_clause_answers_it_says_so(self) -> None:
        assert [q.whole for g in card(answered()).others for q in g.quotes] == [True, False]

    def test_only_a_status_other_than_in_force_is_shown(self) -> None:
        old = cited("第1条", "每年1次。", status="已修订", page=3)
        shown = card(replace(answered(), findings=(finding(old, "每年1次"),), clauses=(old,))).groups[0].quotes[0]
        assert (shown.status, shown.page) == ("已修订", 3)
        assert card(answered()).groups[0].quotes[0].status is None

    def test_characters_that_may_be_others_stand_apart_and_are_named(self) -> None:
        scan = cited("第1条", "书记每年至少上1次党课。")
        scan = replace(scan, clause=replace(scan.clause, ocr=True, unsure=(1, 2, 7)))
        found = replace(answered(), findings=(finding(scan, "每年至少上1次"),), clauses=(scan,))
        (quote,) = card(found).groups[0].quotes
        assert ["".join(f"[{p.text}]" if p.unsure else p.text for p in part) for part, _ in quote.shown] == [
            "书[记]", "[每]年至少上[1]次", "党课。"]
        assert quote.recognised == "识别自扫描件，“记每1”把握不大"


class TestLead:
    def test_what_is_shown_with_its_comparison_is_not_said_twice(self) -> None:
        said = "自2027年1月1日起改为：书记每年至少上2次党课。"
        coming = Notice("coming", said, DAY, answered().findings[0].clause_id, old="old", new="new")
        shown = card(replace(answered(), answer=f"每年至少1次。{said}", notices=(coming,)))
        assert "".join(p.text for text in shown.lead for p in text) == "每年至少1次。"
        assert [text for text, _ in shown.comparisons] == [said]


class TestGroups:
    def scopes(self, card: Card) -> tuple[list[str], list[str]]:
        return [g.scope for g in card.groups], [g.scope for g in card.others]

    def test_unasked_the_kind_of_the_first_finding_stands_open(self) -> None:
        assert self.scopes(card(answered())) == (["机关"], ["学校", "高校"])

    def test_the_kind_that_the_question_names_stands_open(self) -> None:
        assert self.scopes(card(answered("高校书记多久上一次党课"))) == (["高校"], ["机关", "学校"])

    def test_a_kind_named_includes_the_kinds_within_it(self) -> None:
        assert self.scopes(card(answered("学校书记多久上一次党课"))) == (["学校", "高校"], ["机关"])

    def test_a_follow_up_is_read_as_it_was_understood(self) -> None:
        assert self.scopes(card(answered("高校的呢", understood_as="高校书记多久上一次党课")))[0] == ["高校"]

    def test_a_filter_says_more_than_the_question(self) -> None:
        assert self.scopes(card(answered("高校书记多久上一次党课"), scope="机关"))[0] == ["机关"]

    def test_where_no_kind_fits_the_first_stands_open(self) -> None:
        assert self.scopes(card(answered("社区书记多久上一次党课")))[0] == ["机关"]

    def test_a_group_says_in_one_line_what_it_rules(self) -> None:
        assert [g.summary for g in card(answered()).others] == ["每年至少2次", "每季度1次"]

    def test_without_figures_the_line_is_how_the_words_begin(self) -> None:
        long = cited("第1条", "书记" * 40, "机关")
        summary = card(replace(answered(), findings=(finding(long, "书记" * 40),), clauses=(long,))).groups[0].summary
        assert summary.startswith("书记书记") and summary.endswith("…") and len(summary) == 36

    def test_equal_figures_are_said_once_and_many_are_cut(self) -> None:
        clauses = [cited(f"第{n}条", f"每年{max(n, 2)}次。", "机关") for n in range(1, 7)]
        found = tuple(finding(c, c.clause.text, c.clause.text[2:4], "每年") for c in clauses)
        summary = card(replace(answered(), findings=found, clauses=tuple(clauses))).groups[0].summary
        assert summary == "每年2次；每年3次；每年4次 等"


class TestRest:
    def test_related_are_the_first_three_that_do_not_answer(self) -> None:
        shown = card(answered()).related
        assert [q.clause_id for q in shown] == ["第4条", "第5条", "第6条"]
        assert [(q.before, q.words, q.after) for q in shown] == [(c.clause.text, "", "") for c in NEAR[:3]]

    def test_the_head_is_the_first_sentence_and_what_is_quoted_below_is_not_said_twice(self) -> None:
        shown = card(replace(answered(), answer="每年至少1次。书记每年至少上1次党课。学校也是这样。"))
        assert any("书记每年至少上1次党课" in q.before + q.words + q.after for g in shown.groups for q in g.quotes)
        assert (shown.head, shown.rest) == ("每年至少1次。", "学校也是这样。")

    @pytest.mark.parametrize(("text", "head"), [
        ("党组织书记清单，共 12 条：甲；乙。", "党组织书记清单，共 12 条："), ("不是。每年1次。", "不是。"),
        ("没有句号", "没有句号"),
        ("长" * 50 + "。短。", "长" * 50 + "。"), ("长" * 81 + "。短。", "长" * 81 + "。短。"),
        ("书记：甲；副书记：乙。", "书记：甲；副书记：乙。"), ("", "")])
    def test_heads(self, text: str, head: str) -> None:
        shown = card(replace(answered(), answer=text))
        assert (shown.head, shown.head + shown.rest) == (head, text)

    def test_the_link_holds_the_question_as_understood_and_the_filters(self) -> None:
        assert card(answered()).permalink == (("q", "书记多久上一次党课"),)
        assert card(answered("那呢", understood_as="书记多久上党课"), scope="机关", role="书记").permalink == (
            ("q", "书记多久上党课"), ("scope", "机关"), ("role", "书记"))

    def test_the_same_without_filters(self) -> None:
        shown = card(answered(), scope="机关", role="党支部书记")
        assert shown.filters == "机关 · 党支部书记"
        assert shown.unfiltered == (("q", "书记多久上一次党课"), ("scope", ""), ("role", ""))

    def test_what_feedback_is_about(self) -> None:
        assert card(answered()).clause_ids == ("第1条", "第2条", "第3条")
        assert card(refused()).clause_ids == ("第4条", "第5条", "第6条")

    def test_a_refusal_can_be_reported_and_a_greeting_cannot(self) -> None:
        assert card(refused()).reportable
        assert not card(answered()).reportable
        assert not card(replace(refused("你好"), answer=load_toml("phrases.toml")["about"], clauses=())).reportable

    def test_markup_stays_as_it_was_asked(self) -> None:
        assert card(refused(HOSTILE)).question == HOSTILE

    def test_a_question_of_blanks(self) -> None:
        shown = card(Answer("  ", "invalid", "没有看到问题。"))
        assert (shown.groups, shown.others, shown.related, shown.permalink) == ((), (), (), ())


@pytest.mark.model
class TestPermalink:
    @pytest.mark.parametrize("question", ["那副书记呢", "学校的呢", "党费呢", "高校呢", "谁负责"])
    def test_a_follow_up_asked_by_its_link_finds_the_same(self, answerer: Answerer, question: str) -> None:
        query = Query(question, ("党支部书记每年至少上几次党课",))
        first = answerer.answer(query)
        link = dict(present(query, first, asked_on=DAY).permalink)
        again = answerer.answer(Query(link["q"]))
        assert (again.status, again.findings) == (first.status, first.findings)

    def test_every_quote_is_the_clause_whole(self, answerer: Answerer) -> None:
        answer = answerer.answer(Query("支委会多久开一次"))
        shown = present(Query("支委会多久开一次"), answer, asked_on=DAY)
        texts = {c.clause.id: c.clause.text for c in answer.clauses}
        quotes = [q for g in (*shown.groups, *shown.others) for q in g.quotes]
        assert len(quotes) == len(answer.findings) and len(shown.others) >= 2
        assert all(q.before + q.words + q.after == texts[q.clause_id] for q in (*quotes, *shown.related))


def test_the_sample_is_verbatim() -> None:
    assert OFFICE.clause.text[4:11] == "每年至少上1次"
