from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.compose import MAX_ANSWER, Pair, compose, not_found
from kb.ingest.obligations import obligations
from kb.question.asking import AskedUnit, Kind
from kb.types import Clause
from tests.answer.samples import PLAIN, pair
from tests.search.samples import clause

BRANCH = clause("b", "党支部书记每年至少上1次党课，认真备课。")
LECTURE = pair(BRANCH, "党支部书记每年至少上1次党课", "至少1次", "每年", "党支部书记")
SCHOOL = clause("s", "书记每年至少上1次党课。", scope=("学校",))
FACTORY = clause("f", "每年上党课不少于2次。", scope=("国企",))
COUNT = replace(PLAIN, kind="count")


class TestFigures:
    def test_the_figure_and_the_words_it_stands_in(self) -> None:
        assert compose(COUNT, [LECTURE]) == "每年至少1次。党支部书记每年至少上1次党课。"

    def test_a_date_is_a_figure_too(self) -> None:
        review = pair(clause("c", "每年12月底前开展述职评议。"), "每年12月底前开展述职评议。", "12月底前", "每年")
        assert compose(replace(PLAIN, kind="when"), [review]) == "每年12月底前。每年12月底前开展述职评议。"

    def test_others_that_are_ruled_alike(self) -> None:
        other = pair(SCHOOL, "书记每年至少上1次党课", "至少1次", "每年", "书记")
        assert compose(COUNT, [LECTURE, other]) == "每年至少1次。党支部书记每年至少上1次党课。学校书记也是这样。"

    def test_others_that_are_ruled_otherwise(self) -> None:
        other = pair(FACTORY, "每年上党课不少于2次", "至少2次", "每年")
        assert compose(COUNT, [LECTURE, other]) == (
            "每年至少1次（党支部书记）。党支部书记每年至少上1次党课。其他规定：国企：每年至少2次。")

    def test_a_rule_for_anybody_says_so(self) -> None:
        anybody = pair(clause("a", "每半年上1次党课。"), "每半年上1次党课", "1次", "每半年")
        assert compose(COUNT, [LECTURE, anybody]).endswith("其他规定：通用：每半年1次。")

    def test_a_rule_whose_list_binds_a_role_is_that_roles(self) -> None:
        deputy = clause("a", "每半年上1次党课。", roles=("副书记",), scope=("学校",))
        bound = pair(deputy, "每半年上1次党课", "1次", "每半年")
        assert compose(COUNT, [LECTURE, bound]).endswith("其他规定：学校副书记：每半年1次。")

    def test_words_that_leave_no_room_are_left_out(self) -> None:
        long = clause("c", "每年上1次党课，" + "认真" * 80)
        assert compose(COUNT, [pair(long, long.text, "1次", "每年")]) == "每年1次。"

    def test_without_a_figure_the_words(self) -> None:
        assert compose(COUNT, [pair(BRANCH, "认真备课。")]) == "认真备课。"

    def test_each_of_several_quantities_that_the_words_give(self) -> None:
        fees = clause("c", "组织委员每季度公示1次党费，每次公示不少于5个工作日。")
        asked = replace(COUNT, units=tuple(AskedUnit(frozenset({u}), False, False) for u in ("次", "工作日")))
        whole = pair(fees, fees.text, "1次", "每季度", "组织委员")
        assert compose(asked, [whole], rules=obligations(fees)) == f"每季度1次；至少5个工作日。{fees.text}"
        part = pair(fees, "组织委员每季度公示1次党费", "1次", "每季度", "组织委员")
        assert compose(asked, [part], rules=obligations(fees)) == "每季度1次。组织委员每季度公示1次党费。"


class TestVerdicts:
    ASKED = replace(PLAIN, kind="yesno")

    @pytest.mark.parametrize("verdict", ["是", "不是", "够", "不可以"])
    def test_the_verdict_leads_then_the_figure_then_the_words(self, verdict: str) -> None:
        said = compose(self.ASKED, [LECTURE], verdict=verdict)
        assert said == f"{verdict}，每年至少1次。党支部书记每年至少上1次党课。"

    def test_without_a_figure_the_words_follow_the_verdict(self) -> None:
        assert compose(self.ASKED, [pair(BRANCH, "认真备课。")], verdict="是") == "是。认真备课。"

    def test_where_the_clause_does_not_settle_it_only_the_rule_is_said(self) -> None:
        assert compose(self.ASKED, [pair(BRANCH, "认真备课。")]) == "规定是：认真备课。"


class TestWho:
    ASKED = replace(PLAIN, kind="who")

    def who(self, text: str, words: str, *path: str) -> str:
        return compose(self.ASKED, [pair(clause("c", text, path=path), words)])

    def test_the_words_that_name_somebody(self) -> None:
        assert self.who("由组织委员收缴党费。", "由组织委员收缴党费") == "由组织委员收缴党费。"

    def test_whom_the_list_binds_where_the_words_name_nobody_or_somebody_else(self) -> None:
        listed = ("党支部书记责任清单", "（一）党费")
        assert self.who("收缴党费。", "收缴党费。", *listed) == "党支部书记。收缴党费。"
        assert self.who("向党员公示。", "向党员公示。", *listed) == "党支部书记。向党员公示。"
        assert self.who("书记收缴党费。", "书记收缴党费。", *listed) == "书记收缴党费。"

    def test_whom_something_is_handed_to_is_not_whom_the_list_binds(self) -> None:
        said = compose(replace(self.ASKED, seeks_recipient=True),
                       [pair(clause("c", "及时上报。", path=("党支部书记责任清单",)), "及时上报。")])
        assert said == "及时上报。"

    def test_the_body_printed_as_responsible(self) -> None:
        text = "做好党费收缴。（责任单位：组织部；完成时限：12月）"
        assert self.who(text, "做好党费收缴。") == "责任单位：组织部。做好党费收缴。"
        assert self.who(text, text) == "责任单位：组织部。" + text + "。"


class TestSideBySide:
    ASKED = replace(PLAIN, kind="compare", text="各管什么")
    FIRST = pair(clause("a", "负责党费收缴。", roles=("书记",)), "负责党费收缴。")
    SECOND = pair(clause("b", "协助收缴；", roles=("副书记",)), "协助收缴；")

    def test_each_side_with_its_words(self) -> None:
        assert compose(self.ASKED, [self.FIRST, self.SECOND]) == "书记：负责党费收缴；副书记：协助收缴。"

    def test_each_side_with_its_figure_and_whether_they_are_the_same(self) -> None:
        once = pair(SCHOOL, "每年至少上1次党课", "至少1次", "每年")
        twice = pair(FACTORY, "每年上党课不少于2次", "至少2次", "每年")
        asked = replace(PLAIN, kind="compare", text="学校和国企的党课次数一样吗")
        assert compose(asked, [once, twice]) == (
            "不一样。学校：每年至少1次，每年至少上1次党课；国企：每年至少2次，每年上党课不少于2次。")
        assert compose(asked, [once, once]).startswith("一样。")
        assert compose(replace(asked, text="学校和国企的党课各几次"), [once, twice]).startswith("学校：每年至少1次，")

    def test_two_sides_are_enough(self) -> None:
        third = pair(clause("c", "保管资料。", roles=("党小组长",)), "保管资料。")
        assert "党小组长" not in compose(self.ASKED, [self.FIRST, self.SECOND, third])

    def test_what_two_rules_say_in_the_same_words_is_quoted_once(self) -> None:
        again = pair(clause("c", "负责党费收缴。", roles=("副书记",)), "负责党费收缴。")
        assert compose(self.ASKED, [self.FIRST, again]) == "书记、副书记：负责党费收缴。"

    def test_one_side_alone_is_said_as_ever(self) -> None:
        assert compose(self.ASKED, [self.FIRST]) == "负责党费收缴。"


@pytest.mark.parametrize(("printed", "number"), [
    ("1.上党课。", "1"), ("1、上党课。", "1"), ("（三）上党课。", "（三）"), ("第十二条　上党课。", "第十二条"),
    ("①上党课。", "①"), ("2.2.1 上党课。", "2.2.1"), ("2.2．上党课。", "2.2")])
def test_the_printed_number_is_left_out_where_it_is_one(printed: str, number: str) -> None:
    numbered = replace(clause("c", printed), number=number)
    assert compose(PLAIN, [pair(numbered, printed)]) == "上党课。"
    assert compose(PLAIN, [pair(replace(numbered, number=None), printed)]) == "".join(printed.split())


def test_a_figure_behind_the_printed_number_is_not_taken_for_its_last_part() -> None:
    printed = "1.2 12名委员上党课。"
    assert compose(PLAIN, [pair(replace(clause("c", printed), number="1.2"), printed)]) == "12名委员上党课。"


@pytest.mark.parametrize(("words", "said"), [
    ("上党课；", "上党课。"), ("上党课", "上党课。"), ("上党课！", "上党课！"), ("上 党\n课。", "上党课。")])
def test_words_are_said_as_one_line_with_an_end(words: str, said: str) -> None:
    assert compose(PLAIN, [pair(clause("c", words), words)]) == said


LONG: list[Pair] = [pair(c, c.text, "1次", "每年") for c in (
    clause(f"c{n}", f"每年上{n}次党课，" + "认真备课，" * 40, roles=("党支部书记",)) for n in (1, 2))]


@pytest.mark.parametrize("kind", ["compare", "yesno", "who", "count", "when", "what"])
def test_an_answer_is_no_longer_than_can_be_read_at_a_glance(kind: Kind) -> None:
    assert 0 < len(compose(replace(PLAIN, kind=kind), LONG)) <= MAX_ANSWER


@pytest.mark.parametrize("kind", ["list", "definition"])
def test_a_list_or_a_definition_is_said_whole(kind: Kind) -> None:
    assert compose(replace(PLAIN, kind=kind), LONG) == LONG[0][0].text.rstrip("，") + "。"


class TestNotFound:
    NEAR = [clause("a", "上党课。", roles=("党支部书记",), scope=("学校",)),
            clause("b", "交党费。", roles=("组织委员",), scope=("高校",))]
    NEAREST = "知识库里没有条款规定“食堂几点开门”。下面是内容最接近的条款，供参考。"

    def others(self, near: list[Clause], *, roles: tuple[str, ...] = (), scopes: tuple[str, ...] = ()) -> str:
        return not_found(replace(PLAIN, roles=roles, scopes=scopes), "食堂 几点开门？？", near)

    def test_what_was_looked_for_is_named(self) -> None:
        assert self.others(self.NEAR) == self.NEAREST

    def test_nothing_is_near(self) -> None:
        assert self.others([]) == "知识库里没有条款规定“食堂几点开门”，也没有内容相近的条款。"

    def test_a_long_question_is_cut(self) -> None:
        assert not_found(PLAIN, "党" * 60, []).startswith(f"知识库里没有条款规定“{'党' * 60}”")
        assert not_found(PLAIN, "党" * 61, []).startswith(f"知识库里没有条款规定“{'党' * 59}…”")

    def test_whose_the_nearest_rules_are_where_they_are_for_others(self) -> None:
        stated = "知识库里没有条款规定“食堂几点开门”。下面是对{}的规定，不是对所问对象的，供参考。"
        assert self.others(self.NEAR, scopes=("国企",)) == stated.format("学校、高校")
        assert self.others(self.NEAR, roles=("副书记",)) == stated.format("党支部书记、组织委员")

    def test_one_that_fits_or_binds_anybody_is_simply_near(self) -> None:
        anybody = clause("c", "开会。")
        assert self.others([*self.NEAR, anybody], scopes=("国企",)) == self.NEAREST
        assert self.others([*self.NEAR, anybody], roles=("副书记",)) == self.NEAREST
        assert self.others(self.NEAR, roles=("书记",)) == self.NEAREST
