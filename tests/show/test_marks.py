"""Where the numbered marks of an answer stand."""

from __future__ import annotations

import pytest

from kb.show.marks import Reference, circled, pieces


def marked(*texts: str, references: list[Reference]) -> list[str]:
    return ["".join(p.text + "".join("–".join(map(circled, run)) for run in p.runs) for p in cut)
            for cut in pieces(texts, references)]


COLLEGE = Reference(1, ("高校党支部", "高校"), "每月1次", "支部委员会一般每月召开1次。")
FIRM = Reference(2, ("国企党支部", "国企"), "每月1次", "每月一次支委会。")
OFFICE = Reference(3, ("事业单位、机关党支部", "事业单位、机关"), "每月1次", "每月一次支委会，一次党小组会。")


def test_the_first_stands_at_its_figure_the_others_at_whom_they_bind() -> None:
    assert marked("每月1次。", "国企党支部、事业单位、机关党支部也是这样。", references=[COLLEGE, FIRM, OFFICE]) == [
        "每月1次①。", "国企党支部②、事业单位、机关党支部③也是这样。"]


def test_within_brackets() -> None:
    assert marked("支委会：每月1次（高校、国企、事业单位、机关）。", references=[COLLEGE, FIRM, OFFICE]) == [
        "支委会：每月1次①（高校、国企②、事业单位、机关③）。"]


def test_no_mark_where_it_would_be_anothers() -> None:
    first = Reference(1, ("学校党员", "学校"), "90天", "党员教师借期90天。")
    pupils, staff = (Reference(2, ("2.1.1 学生", "学校"), "30天", "学生借期30天。"),
                     Reference(3, ("学校",), "60天", "教职工借期60天。"))
    assert marked("90天（学校）。", "其他规定：2.1.1 学生：30天；学校：60天。", references=[first, pupils, staff]) == [
        "90天①（学校）。", "其他规定：2.1.1 学生②：30天；学校③：60天。"]
    office = Reference(2, ("机关支部", "机关"), "每月1次", "支部委员会每月召开1次。")
    term = Reference(1, ("机关党支部委员会", "机关"), "任期3年", "每届任期三年。")
    assert marked("任期3年（机关党支部委员会）。", references=[term, office]) == ["任期3年①（机关党支部委员会）。"]


def test_the_figure_of_two_clauses_is_nobodys_but_the_firsts() -> None:
    twice = [Reference(n, (f"甲{n}",), "每年1次", "每年1次。") for n in (1, 2, 3)]
    assert marked("每年1次。乙：每年1次。", references=twice) == ["每年1次①。乙：每年1次。"]


def test_the_items_of_a_list_each_at_its_words() -> None:
    items = [Reference(1, ("党支部书记",), "", "1.牢固树立从严理念，管好班子。"),
             Reference(2, ("党支部书记",), "", "2.明确班子成员的分工，抓好落实。")]
    assert marked("共 2 条（《办法》）：牢固树立从严理念；明确班子成员的分工…。", references=items) == [
        "共 2 条（《办法》）：牢固树立从严理念①；明确班子成员的分工②…。"]


def test_every_item_of_a_list_however_short_and_those_it_has_no_room_for() -> None:
    words = ["管好班子", "上党课", "谈心谈话每季度一次", "收党费", "办实事", "写总结"]
    items = [Reference(n, ("支部书记",), "", f"{n}.{w}，落实到人。") for n, w in enumerate(words, 1)]
    assert marked("共 6 条（《办法》）：管好班子；上党课；谈心谈话每季…。", references=items) == [
        "共 6 条（《办法》）：管好班子①；上党课②；谈心谈话每季③…④–⑥。"]
    assert marked("共 6 条：", "管好班子；上党课；谈心谈话每季度一次；收党费；办实事；写总结。", references=items) == [
        "共 6 条：", "管好班子①；上党课②；谈心谈话每季度一次③；收党费④；办实事⑤；写总结⑥。"]


def test_not_within_a_title() -> None:
    school = Reference(2, ("学校",), "每月1次", "每月做好党费收缴。")
    assert marked("每月1次。《学校》清单，学校也是这样。", references=[COLLEGE, school]) == [
        "每月1次①。《学校》清单，学校②也是这样。"]


def test_the_first_is_marked_even_where_no_words_are_its_own() -> None:
    assert marked("是。", references=[COLLEGE]) == ["是①。"]


@pytest.mark.parametrize("texts", [("",), (), ("。",)])
def test_nothing_to_mark(texts: tuple[str, ...]) -> None:
    assert "".join(marked(*texts, references=[COLLEGE])).replace("①", "") == "".join(texts)


def test_no_text_is_lost_or_said_twice() -> None:
    text = "每月1次。国企党支部：每月1次；国企党支部也是。"
    assert "".join(p.text for p in pieces([text], [COLLEGE, FIRM, OFFICE])[0]) == text


def test_from_21_on_a_number_in_brackets() -> None:
    assert (circled(1), circled(20), circled(21)) == ("①", "⑳", "〔21〕")
