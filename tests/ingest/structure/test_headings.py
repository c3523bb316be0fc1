"""Headings without numbers, stages, dotted numbers, and what stands behind the last article."""

from __future__ import annotations

import pytest

from tests.ingest.helpers import clauses_of, texts_of


def places(raw: str) -> list[tuple[tuple[str, ...], str | None]]:
    return [(c.path, c.number) for c in clauses_of(raw)]


def test_chapters_without_numbers_head_their_articles() -> None:
    raw = ("钥匙规定\n总 则\n第一条 钥匙专人保管。\n借用\n第二条 借用应当登记。\n第三条 当日归还。\n"
           "附则\n第四条 本规定即日施行。")
    assert places(raw) == [(("总 则",), "第一条"), (("借用",), "第二条"), (("借用",), "第三条"), (("附则",), "第四条")]
    assert {c.list_title for c in clauses_of(raw)} == {"规则"}


def test_a_heading_between_articles_stands_within_its_chapter() -> None:
    raw = "第一章 总则\n第一条 钥匙专人保管。\n借用\n第二条 借用应当登记。\n第二章 罚则\n第三条 遗失的，赔偿。"
    assert places(raw) == [
        (("第一章 总则",), "第一条"), (("第一章 总则", "借用"), "第二条"), (("第二章 罚则",), "第三条")]


def test_stages_part_a_document_in_which_numbering_runs_on() -> None:
    raw = ("入会流程\n第一阶段 申请\n一、递交\n应当写申请书。\n二、谈话\n一个月内谈话。\n"
           "第二阶段 接收\n三、讨论\n召开会议。")
    assert places(raw) == [(("第一阶段 申请", "一、递交"), None), (("第一阶段 申请", "二、谈话"), None),
                           (("第二阶段 接收", "三、讨论"), None)]


def test_stages_below_a_heading_stay_below_it() -> None:
    raw = "服务方案\n一、步骤\n第一阶段：动员\n1.开会。\n2.发材料。\n第二阶段：实施\n1.每周一次。\n二、要求\n按时报送。"
    assert places(raw) == [(("一、步骤", "第一阶段：动员"), "1"), (("一、步骤", "第一阶段：动员"), "2"),
                           (("一、步骤", "第二阶段：实施"), "1"), (("二、要求",), None)]


def test_steps_with_their_text_are_clauses() -> None:
    assert places("一、程序\n第一步，申请。\n第二步，培养。\n二、时间\n六月底前完成。") == [
        (("一、程序",), "第一步"), (("一、程序",), "第二步"), (("二、时间",), None)]


DOTTED = ("库房规范\n1 范围\n适用于库房。\n2 要求\n2.1 温度\n2.1.1 通则\n2.1.2的数值由保管员记录。\n每日记录。\n"
          "2.1.2 数值\n不高于24℃，见2.2。\n2.2 湿度不高于60%。\n3 记录保存五年。")


def test_dotted_numbers_nest_and_hold_what_stands_below_them() -> None:
    assert places(DOTTED) == [((), "1"), (("2 要求", "2.1 温度"), "2.1.1"), (("2 要求", "2.1 温度"), "2.1.2"),
                              (("2 要求",), "2.2"), ((), "3")]
    assert texts_of(DOTTED)[1] == "2.1.1 通则\n2.1.2的数值由保管员记录。\n每日记录。"


@pytest.mark.parametrize(("number", "raw"), [
    ("第一百○八条", "第一百○八条 按月交费。"), ("第一百〇二条", "第一百〇二条 按月交费。"),
    ("第１２条", "第１２条　按月交费。"), ("第三條", "第三條 按月交費。"), ("第⼗⼀条", "第⼗⼀条 按月交费。"),
    ("第一千零一条", "第一千零一条 按月交费。"), ("第二条之一", "第二条 按月交费。\n第二条之一 可以预交。"),
    ("第 十一 条", "第九十条 按月交费。\n第 十一 条　可以预交。")])
def test_articles_are_numbered_as_printed(number: str, raw: str) -> None:
    assert clauses_of(raw)[-1].number == number


def test_a_reference_that_begins_a_line_opens_no_article() -> None:
    found = clauses_of("第八条 按月交费，依照\n第三条 规定的标准。\n第九条 可以预交。")
    assert [c.number for c in found] == ["第八条", "第九条"]


def test_what_stands_behind_the_last_article_is_not_of_it() -> None:
    raw = ("第一条 钥匙专人保管。\n第二条 本规定自印发之日起施行。\n\n附件：1.登记表\n2.借用单\n\n"
           "星河镇党政办公室\n2022年3月1日\n\n名词解释\n钥匙，是指办公用房的钥匙。\n附表1\n钥匙登记表\n1.每次借用应当登记。\n2.当日归还。\n抄送：县档案局。")
    assert [(c.path, c.number, c.text[:6]) for c in clauses_of(raw)] == [
        ((), "第一条", "第一条 钥匙"), ((), "第二条", "第二条 本规"), (("名词解释",), None, "钥匙，是指办"),
        (("附表1", "钥匙登记表"), "1", "1.每次借用"), (("附表1", "钥匙登记表"), "2", "2.当日归还")]
    assert texts_of(raw)[1] == "第二条 本规定自印发之日起施行。"


def test_name_of_an_empty_form_is_no_clause() -> None:
    raw = "第一条 钥匙专人保管。\n第二条 当日归还。\n\n附件1\n\n借用标准表\n一、每次借1把。\n\n附件2\n\n借用申请表\n"
    assert [(c.path, c.number) for c in clauses_of(raw)] == [
        ((), "第一条"), ((), "第二条"), (("附件1", "借用标准表"), "一")]


def test_numbering_that_starts_again_below_a_few_words_has_them_as_heading() -> None:
    raw = "一、收缴\n按月收缴。\n二、使用\n集体决定。\n补充说明：\n一、审批\n由党委审批。"
    assert places(raw)[-1] == (("补充说明", "一、审批"), None)


@pytest.mark.parametrize("raw", ["……", "！！！\n——\n***", "\u3000\n。。。"])
def test_punctuation_alone_gives_no_clauses(raw: str) -> None:
    assert clauses_of(raw) == ()


def test_lead_ins_are_known() -> None:
    raw = ("为管好钥匙，结合实际，制定如下要求。\n一、保管\n"
           "（一）保管人应当做到以下几点，并且每个月都要向办公室报告一次保管的情况和借用的情况：\n1.上锁。\n2.登记。\n（二）按时交接。")
    assert [c.lead for c in clauses_of(raw)] == [True, True, False, False, False]


def test_a_chapter_without_a_number_between_title_and_first_article() -> None:
    raw = "党费管理办法\n党费收缴\n第一条 按月交纳。\n党费使用\n第二条 用于教育。\n附则\n第三条 即日施行。"
    assert places(raw) == [(("党费收缴",), "第一条"), (("党费使用",), "第二条"), (("附则",), "第三条")]


def test_duties_with_a_colon_head_their_lists_and_belong_to_no_item() -> None:
    raw = ("安全生产责任清单\n主要负责人职责：\n1、建立制度；\n2、每季度开会1次；\n分管负责人职责：\n1、协助负责人；\n"
           "2、每月检查1次；")
    assert places(raw) == [(("主要负责人职责",), "1"), (("主要负责人职责",), "2"), (("分管负责人职责",), "1"),
                           (("分管负责人职责",), "2")]
    assert texts_of(raw)[1] == "2、每季度开会1次；"


def test_a_lead_in_within_an_article_heads_nothing() -> None:
    raw = ("管理办法\n第一条 下列人员应当报告：\n（一）书记；\n（二）委员。\n报告内容：\n（一）履职；\n（二）廉洁。\n"
           "第二条 每年1次。")
    assert [number for _, number in places(raw)] == ["第一条", "第二条"]


def test_short_lines_before_a_known_heading_are_text() -> None:
    raw = "三会一课制度\n党员大会每季度召开1次\n支委会每月召开1次\n考核标准\n一、学习\n（一）不少于32学时。"
    assert [c.text for c in clauses_of(raw, headings={0: 1, 3: 1})] == [
        "党员大会每季度召开1次", "支委会每月召开1次", "（一）不少于32学时。"]
