from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.structure.lines import is_attachment, matter, split_lines


def matter_of(text: str) -> list[str]:
    lines = split_lines(text)
    return [lines[i].text for i in sorted(matter(lines)[0])]


@given(st.text(alphabet="党员 \t\u3000\n1.", max_size=60))
def test_line_offsets_point_into_the_text(text: str) -> None:
    lines = split_lines(text)
    assert "\n".join(line.raw for line in lines) == text
    assert all(text[line.start : line.end] == line.text == line.raw.strip() for line in lines)


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页 > 其他范文 > 党建材料",
        "您的位置：首页 > 党建",
        "首页 > 党建材料",
        "发布时间:2019-12-31 09:00:21 影响了:",
        "来源：某市机关工委",
        "浏览次数：12",
        "Copyright © 2008 - 2022 版权所有 职场范文网",
        "工业和信息化部 备案号:沪ICP备18009755号-3",
        "上一篇：党支部工作条例",
        "返回顶部",
        "第 3 页 共 12 页",
        "- 3 -",
        "12",
        "2020年6月1日",
        "二〇二〇年六月一日",
        "（2020年6月1日市委常委会通过）",
        "市委发〔2020〕12号",
        "各党总支、党支部：",
    ],
)
def test_site_navigation_and_imprint_are_matter(line: str) -> None:
    text = f"党支部工作规则\n{line}\n1.每月召开一次支委会。\n2.每季度上一次党课。"
    assert matter_of(text) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "1.每月召开一次支委会。",
        "一、班子建设",
        "第三条 党员每年参加培训。",
        "党员应当按月交纳党费。",
        "2022年，各支部应当完成换届。",
        "来源于群众的意见应当及时研究答复。",
        "首页应当公布党务公开事项。",
    ],
)
def test_rules_are_not_matter(line: str) -> None:
    assert matter_of(f"党支部工作规则\n{line}\n其他事项另行规定。") == []


def test_recommendations_under_an_article_are_matter() -> None:
    text = "守则\n1.每月交纳党费。\n猜你想看\n优秀党员事迹材料\n入党申请书范文"
    assert matter_of(text) == ["猜你想看", "优秀党员事迹材料", "入党申请书范文"]


def test_table_of_contents_is_matter_and_gives_titles() -> None:
    lines = split_lines(
        "目录\n书记责任清单\t2\n委员责任清单......4\n\n书记责任清单\n1.抓党建。\n委员责任清单\n1.抓党费。"
    )
    out, titles = matter(lines)
    assert out == {0, 1, 2}
    assert titles == {"书记责任清单", "委员责任清单"}


def test_template_of_an_attachment_is_matter_but_its_rule_is_not() -> None:
    rule = "格式要求：正文用三号仿宋字体，行间距为固定值28磅。"
    text = (
        "通知\n1.报送案例。\n2.按时报送。\n附件1\n案例文本\n"
        f"XXXXXXX（案例名称）\n一、简介\nXXXXXXXXXX。\n二、做法\nXXXXXX。\n{rule}"
    )
    left_out = matter_of(text)
    assert "一、简介" in left_out and "XXXXXXXXXX。" in left_out
    assert rule not in left_out and "1.报送案例。" not in left_out


@pytest.mark.parametrize(
    "line", ["姓名：          性别：", "申报时间：  年  月  日", "负责人签字：____", "盖章"]
)
def test_fields_to_fill_in_are_matter(line: str) -> None:
    assert matter_of(f"登记表\n1.如实填写登记表。\n{line}\n2.按时上报登记表。") == [line]


def test_signature_at_the_end_is_matter() -> None:
    text = "党支部工作规则\n1.每月召开一次支委会。\n2.每季度上一次党课。\n中共某某市委组织部\n2020年6月1日"
    assert matter_of(text) == ["中共某某市委组织部", "2020年6月1日"]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("附件1", True),
        ("附件2：《考核登记表》", True),
        ("附表一 名册", True),
        ("附则", False),
        ("附属医院党支部", False),
    ],
)
def test_attachments_are_told_from_other_lines(text: str, opens: bool) -> None:
    assert is_attachment(text) is opens


def test_a_letterhead_over_lines_with_its_serial_number_is_no_text() -> None:
    text = ("000123\n机密★1年\n\n星 河 区 国 有 资 产\n监 督 管 理 局 文 件\n\n星国资发〔2022〕8号　　签发人：李四\n\n"
            "会议费管理办法\n第一条 每人每天450元。\n（共印50份）")
    assert matter_of(text) == ["000123", "机密★1年", "星 河 区 国 有 资 产", "监 督 管 理 局 文 件",
                               "星国资发〔2022〕8号　　签发人：李四", "（共印50份）"]
    assert matter_of("关于精简会议和文件\n的若干规定\n第一条 精简会议和文件。") == []


def test_a_government_signs_above_the_day() -> None:
    assert matter_of("一、压实责任。\n二、24小时值班。\n星河镇人民政府\n2023年11月20日") == [
        "星河镇人民政府", "2023年11月20日"]
