from __future__ import annotations

import pytest

from kb.ingest.frames import Frame, cases, condition_limits, frames
from kb.language.sentences import sentences


def of(text: str) -> list[Frame]:
    return list(frames(text, sentences(text), ()))


def values(text: str) -> list[tuple[str, str]]:
    return [(f.slot, f.value) for f in of(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("党支部每季度至少安排1次党课，每次不少于60分钟。", [("频率", "每季度至少1次"), ("时长", "至少60分钟")]),
    ("申请年休假应当提前五个工作日提出。", [("提前", "提前5个工作日")]),
    ("在两小时内提交书面报告。", [("期限内", "2小时内")]),
    ("灵活就业的党员每月交纳5元—10元。", [("金额", "每月5元—10元")]),
    ("每年6月和11月各组织1次测试。", [("日期", "每年6月和11月"), ("频率", "每年1次")]),
    ("女职工代表不少于代表总数的25%。", [("比例", "不低于25%")]),
    ("到会党员应当达到党员总数的四分之三以上。", [("比例", "四分之三以上")]),
    ("职工代表每届任期四年。", [("任期", "任期4年")]),
])
def test_each_figure_is_of_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


def test_a_condition_is_no_figure_but_stands_with_the_figures_behind_it() -> None:
    first, second = of("工龄满十年不满二十年的，每年十天；工龄满二十年的，每年十五天。")
    assert (first.value, first.limits) == ("每年10天", (("年", 10.0, ">="), ("年", 20.0, "<")))
    assert (second.value, second.limits) == ("每年15天", (("年", 20.0, ">="),))


def test_steps_of_a_scale_share_no_bound() -> None:
    low, middle, high = of(
        "月收入3000元以下（含3000元）的，交0.5%；3000元以上至5000元（含5000元）的，交1%；5000元以上的，交1.5%。")
    assert low.limits == (("元", 3000.0, "<="),)
    assert middle.limits == (("元", 3000.0, ">"), ("元", 5000.0, "<="))
    assert high.limits == (("元", 5000.0, ">="),)


@pytest.mark.parametrize(("text", "expected"), [
    ("完成率在95%以上的评为优秀。评为优秀的不超过20%。", [("不超过20%", ())]),
    ("工龄满一年的员工享受探亲假，每年二十天。", [("每年20天", (("年", 1.0, ">="),))]),
    ("父母年满六十周岁且住院的员工，每年十天。", [("每年10天", (("周岁", 60.0, ">="),))]),
    ("迟到十分钟以内的每次扣十元，超过十分钟的每次扣三十元。",
     [("10元", (("分钟", 10.0, "<="),)), ("30元", (("分钟", 10.0, ">"),))]),
    ("有三分之二以上的党员到会方可开会。", [("三分之二以上", ())]),
])
def test_a_figure_that_names_the_case_is_a_bound_of_the_others(
        text: str, expected: list[tuple[str, tuple[tuple[str, float, str], ...]]]) -> None:
    assert [(f.value, f.limits) for f in of(text)] == expected


def test_whom_the_figures_are_for_stands_with_them() -> None:
    assert [(f.value, f.condition) for f in of("独生子女员工，每年二十天。")] == [("每年20天", "独生子女职工")]
    assert [(f.value, f.condition) for f in of("退休职工、长期病休的职工和困难群众，每年慰问1次。")] == [
        ("每年1次", "退休职工长期病休的职工和困难群众")]


@pytest.mark.parametrize(("text", "expected"), [
    ("公示五个工作日无异议后，报上级党委备案。", ["5个工作日"]),
    ("由本人提前 7 天提出申请后，由支部审批。", ["提前7天"]),
    ("工作满一年后，享受年休假。", []), ("收到申请一个月后，予以答复。", []),
])
def test_what_is_to_be_done_first_is_a_figure_of_its_own(text: str, expected: list[str]) -> None:
    assert [f.value for f in of(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("连续6个月不交纳党费的，按自行脱党处理。", [("6个月", "连续不缴纳党费的")]),
    ("与党组织失联6个月以上，通过查找无法取得联系的，予以停止党籍。", [("至少6个月", "党组织失联")]),
    ("书记每年讲1次党课。", []),
])
def test_the_figures_of_cases_stand_apart(text: str, expected: list[tuple[str, str]]) -> None:
    found = cases(text, [(0, len(text))])
    assert [(f.value, f.own) for f in found] == expected
    assert all(text[f.start:f.end] == text for f in found)


def test_bounds_of_the_conditions_within_a_sentence() -> None:
    assert condition_limits("有正式党员7人以上的党支部，应当设委员会。") == (("人", 7.0, ">="),)
    assert condition_limits("正式党员不足 3 人的学校，可挂靠社区。") == (("人", 3.0, "<"),)
    assert condition_limits("每年至少2次。") == ()


@pytest.mark.parametrize(("text", "expected"), [
    ("交接班时间为每日上午8时30分。", ["每日上午8时30分"]), ("应在前一工作日下午4时前提交。", ["前一工作日下午4时前"]),
    ("每班时间为24小时。", ["24小时"]), ("阅览时间为8:30—11:30。", ["8:30—11:30"]), ("按1：50的比例配备。", ["1：50"])])
def test_a_time_of_the_day_is_a_figure_as_printed(text: str, expected: list[str]) -> None:
    assert [f.value for f in frames(text, [(0, len(text))], ()) if f.slot != "频率"] == expected


@pytest.mark.parametrize(("text", "kind"), [
    ("牵引绳长度不超过1.5米。", "长度"), ("额定功率超过600瓦。", "功率"), ("每户限养1只。", "个数"),
    ("装载不超过2吨。", "重量"), ("水温不超过60摄氏度。", "温度")])
def test_measures_are_of_their_kinds(text: str, kind: str) -> None:
    assert [f.slot for f in frames(text, [(0, len(text))], ())] == [kind]


def test_a_year_of_the_calendar_is_no_duration() -> None:
    assert of("制定2022年发展计划。") == []


def test_things_named_side_by_side_keep_their_own_words() -> None:
    found = of("其中住宿费180元、伙食费120元。")
    assert [(f.words, f.own) for f in found] == [("180元", "其中住宿费"), ("120元", "伙食费")]


def test_a_period_rules_the_counts_behind_it_but_no_time_limits() -> None:
    assert values("每年至少专题研究2次，会议纪要应当在会后5个工作日内印发。") == [
        ("频率", "每年至少2次"), ("期限内", "5个工作日内")]


@pytest.mark.parametrize("text", ["", "。", "没有数字的一句话。", "第三条", "1.", "一"])
def test_text_without_figures_has_no_frames(text: str) -> None:
    assert of(text) == []


def test_every_frame_lies_in_the_text_and_their_number_is_bounded() -> None:
    text = "每年3次，" * 1000
    found = of(text)
    assert 0 < len(found) <= 200
    assert all(0 <= f.start < f.end <= len(text) for f in found)
