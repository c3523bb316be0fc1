"""Where the numbered marks of an answer stand."""

from __future__ import annotations

import pytest

from kb.show.marks import Reference, circled, pieces


def marked(*texts: str, references: list[Reference]) -> list[str]:
    return ["".join(p.text + "".join(map(circled, p.numbers)) for p in cut) for cut in pieces(texts, references)]


COLLEGE = Reference(1, ("高校党支部", "高校"), "每月1次", "支部委员会一般每月召开1次。")
FIRM = Reference(2, ("国企党支部", "国企"), "每月1次", "每月一次支委会。")
OFFICE = Reference(3, ("事业单位、机关党支部", "事业单位、机关"), "每月1次", "每月一次支委会，一次党小组会。")


def test_the_first_stands_at_its_figure_the_others_at_whom_they_bind() -> None:
    assert marked("每月1次。", "国企党支部、事业单位、机关党支部也是这样。", references=[COLLEGE, FIRM, OFFICE]) == [
        "每月1次①。", "国企党支部②、事业单位、机关党支部③也是这样。"]


def test_within_brackets() -> None:
    assert marked("支委会：每月1次（高校、国企、事业单位、机关）。", references=[COLLEGE, FIRM, OFFICE]) == [
        "支委会：每月1次①（高校、国企②、事业单位、机关③）。"]


def test_the_items_of_a_list_each_at_its_words() -> None:
    items = [Reference(1, ("党支部书记",), "", "1.牢固树立理念，管好班子。"),
             Reference(2, ("党支部书记",), "", "2.明确分工，抓好落实。")]
    assert marked("共 2 条（《办法》）：牢固树立理念；明确分工…。", references=items) == [
        "共 2 条（《办法》）：牢固树立理念①；明确分工②…。"]


def test_not_within_a_title() -> None:
    school = Reference(2, ("学校",), "", "做好党费收缴。")
    assert marked("每月1次。见《学校清单》，学校也是。", references=[COLLEGE, school]) == [
        "每月1次①。见《学校清单》，学校②也是。"]


def test_the_first_is_marked_even_where_no_words_are_its_own() -> None:
    assert marked("是。", references=[COLLEGE]) == ["是①。"]


@pytest.mark.parametrize("texts", [("",), (), ("。",)])
def test_nothing_to_mark(texts: tuple[str, ...]) -> None:
    assert "".join(marked(*texts, references=[COLLEGE])).replace("①", "") == "".join(texts)


def test_no_text_is_lost_or_said_twice() -> None:
    text = "每月1次。国企党支部：每月1次；国企党支部也是。"
    assert "".join(p.text for p in pieces([text], [COLLEGE, FIRM, OFFICE])[0]) == text


def test_from_21_on_a_number_in_brackets() -> None:
    assert (circled(1), circled(20), circled(21)) == ("①", "⑳", "（21）")
