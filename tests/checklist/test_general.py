from __future__ import annotations

from kb.checklist.items import Item
from tests.checklist.samples import drawn

HEAD = "松江县财政局党组织书记责任清单\n\n"


def general(text: str, role: str = "党支部书记") -> list[Item]:
    return [i for i in drawn(text, role=role).items if not i.must]


def test_a_clause_stands_whole_and_what_is_wanted_often_besides() -> None:
    text = "1.选好配强党务干部，定期听取他们的汇报。经常走访群众。"
    found = general(HEAD + text + "\n")
    assert [(i.quote, i.rhythm) for i in found] == [
        (text, None), ("定期听取他们的汇报", "经常"), ("经常走访群众", "经常")]


def test_nothing_is_cut_from_a_list_for_him_alone() -> None:
    text = "1.抓好学习。机关党委副书记列席会议；支持他们开展工作。"
    assert [i.quote for i in general("松江县财政局党支部书记责任清单\n\n" + text + "\n")] == [text]


def test_regular_systems_are_no_rhythm() -> None:
    assert [i.rhythm for i in general(HEAD + "1.建立定期报告制度，推进学习教育常态化，经常性教育有措施。\n")] == [None]


def test_sentences_of_somebody_elses_are_left_out() -> None:
    text = "1.抓好学习。党委（总支）书记要分解任务。带头谈心。"
    assert [i.quote for i in general(HEAD + text + "\n")] == ["1.抓好学习。", "带头谈心。"]
    assert [i.quote for i in general(HEAD + text + "\n", role="党总支书记")] == [text]


def test_of_a_list_for_nobody_only_what_prints_him_is_his() -> None:
    text = "松江县财政局工作办法\n\n1.各党支部要守纪律。机关党委加强检查。\n2.严肃财经纪律。\n"
    assert [(i.quote, i.who) for i in general(text)] == [("1.各党支部要守纪律。", "branch")]


def test_a_clause_that_only_counts_is_no_general_duty_of_the_branch_but_stays_in_his_own_list() -> None:
    text = "1.每月召开1次支部委员会。"
    assert general("松江县财政局党支部建设标准\n\n" + text + "\n") == []
    assert [i.quote for i in general("松江县财政局党支部书记责任清单\n\n" + text + "\n")] == [text]


def test_who_is_to_be_had_as_what_and_levels_that_are_joined_are_kept() -> None:
    head = "松江县财政局党支部建设标准\n\n"
    text = "1.党支部副书记一般由业务负责人兼任。"
    assert [i.quote for i in general(head + text + "\n")] == [text]
    text = "1总支、直属支部有固定的活动室。"
    assert [(i.quote, i.condition) for i in general(head + text + "\n")] == [(text, "直属支部")]
