"""What counts as the thing that an item asks for: other words for it do, what only looks like it does not."""

from __future__ import annotations

import numpy as np
import pytest

from kb.checklist.items import Checklist
from kb.checklist.selfcheck import selfcheck
from kb.search.index.embedder import Vectors
from tests.checklist.selfcheck.samples import ASSEMBLY, LECTURE, MEETING, YEAR, cut, item, text_plan, verdict
from tests.conftest import HashEmbedder


@pytest.mark.parametrize(("action", "text", "name"), [
    ("开展民主评议党员工作", "12月开展党员民主评议", "已列入"),
    ("开展民主评议党员工作", "对机关行政领导开展民主评议干部工作", "未列入"),
    ("召开组织生活会", "年底召开组织生活会", "已列入"),
    ("召开组织生活会", "局党组召开民主生活会", "未列入"),
    ("召开民主生活会", "支部召开组织生活会", "未列入"),
    ("开展谈心谈话", "支委和党员交心谈心", "已列入"),
    ("开展谈心谈话", "对违纪人员进行诫勉谈话", "未列入"),
    ("制定上报党员发展计划", "年初拟定发展党员计划", "已列入"),
    ("制定上报党员发展计划", "学习发展党员工作细则", "未列入"),
    ("推进党务公开工作", "及时做好党内事务公开", "已列入"),
    ("推进党务公开工作", "做好政务公开", "未列入"),
    ("向党员公布党费收缴、使用情况", "党费收支在公示栏公示", "已列入"),
    ("对党员进行遵纪守法教育", "开展法纪教育", "已列入"),
    ("做好离退休党员和流动党员的服务工作", "走访慰问退休老党员，联系外出党员", "已列入"),
    ("做好离退休党员和流动党员的服务工作", "走访慰问退休老党员", "拿不准"),
    ("落实意识形态责任制", "落实意识形态工作责任制", "已列入"),
    ("向局机关党委汇报思想政治工作情况", "向局机关党委汇报思想政治工作情况", "已列入"),
    ("向局机关党委汇报思想政治工作情况", "加强思想政治工作", "拿不准"),
    ("对下属支部党建工作进行督查", "督查各下属支部党建工作", "已列入"),
    ("对下属支部党建工作进行督查", "接受上级党建考核", "未列入"),
    ("推进师德师风建设", "食堂改造", "未列入"),
])
def test_a_duty_without_a_number(action: str, text: str, name: str) -> None:
    assert verdict(item(action), text_plan(text)).verdict == name


@pytest.mark.parametrize("text", [
    "3月的支委会因故未召开", "不再召开支委会", "支委会委员分工表", "经支委会研究同意", "根据支委会决定开展慰问",
    "党总支部委员会每月召开会议", "督促各党支部每月召开支委会", "局党组每月召开支委会", "团支部委员会每月召开",
    "列席机关党委召开的支委会", "支委会由局党组召开",
])
def test_what_only_names_a_meeting_is_none(text: str) -> None:
    assert verdict(MEETING, text_plan(text)).verdict in ("未列入", "拿不准")
    assert not verdict(MEETING, text_plan(text)).found


def test_a_body_s_own_meeting_is_its_own() -> None:
    wanted = item("召开民主生活会", "每年", 1)
    assert verdict(wanted, text_plan("局党组每年召开民主生活会1次"), role="党组书记").verdict == "已列入"
    assert verdict(wanted, text_plan("局党组每年召开民主生活会1次")).verdict == "未列入"


def test_a_word_for_several_things_is_no_number() -> None:
    plan = text_plan("严格落实“三会一课”制度")
    for wanted in (MEETING, ASSEMBLY, LECTURE):
        found = verdict(wanted, plan)
        assert (found.verdict, found.found, found.reason) == ("拿不准", None, "只写了制度，没有写次数")


def test_an_item_of_several_duties_names_what_is_missing() -> None:
    wanted = item("执行好组织生活会、谈心谈话、民主评议党员等制度")
    assert verdict(wanted, text_plan("召开组织生活会，开展谈心谈话、民主评议党员")).verdict == "已列入"
    some = verdict(wanted, text_plan("召开组织生活会"))
    assert (some.verdict, some.reason) == ("拿不准", "没有写到民主评议党员、谈心谈话")


def test_the_name_of_the_plan_is_no_item_of_it() -> None:
    wanted = item("制定党支部工作计划")
    assert verdict(wanted, text_plan("第一党支部2026年工作计划\n每月召开支委会")).verdict == "未列入"


def test_matched_words_stand_in_the_plan() -> None:
    text = "2026年计划\n\n 一、组织生活\n（一）每月　召开支委会，学习 文件；(二)党员大会每 季度一次"
    for wanted in (MEETING, ASSEMBLY):
        found = verdict(wanted, text_plan(text))
        assert found.matched
        for m in found.matched:
            assert m.text in text
            assert m.place == "第4行"


def test_traditional_and_wide_characters_read_alike() -> None:
    assert verdict(MEETING, text_plan("每月召開１次支部委員會")).found == 12


def test_meaning_can_only_raise_a_doubt() -> None:
    wanted = item("定期分析职工思想状况并帮助排忧解难")
    plan = text_plan("定期分析职工思想情况并帮助排忧解难\n组织春游")
    alike = Checklist("党支部书记", "机关", YEAR, (item("做好春季游园组织工作"), wanted))
    words = selfcheck(alike, plan, cut=cut())
    meant = selfcheck(alike, plan, cut=cut(), embedder=HashEmbedder())
    assert [v.verdict for v in words][0] == "未列入"
    assert all(m.verdict in (w.verdict, "拿不准") for w, m in zip(words, meant, strict=True))


class _Same(HashEmbedder):
    """Takes everything for the same."""

    def _one(self, text: str) -> Vectors:
        return np.asarray(np.eye(1, self.dimension)[0], dtype=np.float32)


def test_what_means_the_same_is_shown_for_a_decision() -> None:
    found, = selfcheck(Checklist("党支部书记", "机关", YEAR, (LECTURE,)), text_plan("给年轻人讲讲党的历史"), cut=cut(),
                       embedder=_Same())
    assert (found.verdict, found.reason) == ("拿不准", "意思相近，请核对")
    assert found.matched[0].text == "给年轻人讲讲党的历史"
