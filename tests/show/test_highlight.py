"""Which of the quoted words are marked."""

from __future__ import annotations

import pytest

from kb.show.highlight import told

CLAUSE = ("3.严肃开展好党内组织生活。党支部书记每年至少为本支部党员上1次党课。会议记录要由专人负责，存档备查。"
          "要执行好组织生活会、谈心谈话等基本制度。")
SERVICE = "党员志愿服务时间由支部登记入册并按季度公布。公示期间有异议的由支部核实。"


def words(text: str, quoted: str, question: str) -> str:
    start = text.index(quoted)
    return text[slice(*told(text, start, start + len(quoted), question))]


@pytest.mark.parametrize(("text", "quoted", "question", "marked"), [
    (CLAUSE, "每年至少为本支部党员上1次党课", "党课几次", "每年至少为本支部党员上1次党课"),
    (CLAUSE, "会议记录要由专人负责，存档备查。要执行好组织生活会、谈心谈话等基本制度。", "会议记录谁负责",
     "会议记录要由专人负责，存档备查。"),
    (CLAUSE, "3.严肃开展好党内组织生活。党支部书记每年至少为本支部党员上1次党课。", "书记上党课吗",
     "党支部书记每年至少为本支部党员上1次党课。"),
    ("甲。" + SERVICE, SERVICE, "志愿服务时间怎么登记", "党员志愿服务时间由支部登记入册并按季度公布。"),
    (SERVICE, SERVICE, "志愿服务时间怎么登记", SERVICE),
    ("总则。有下列情形之一的不得评优：无故缺席会议达到三次以上。不按时交纳党费达到六个月。",
     "有下列情形之一的不得评优：无故缺席会议达到三次以上。不按时交纳党费达到六个月。", "什么情况不能评优",
     "有下列情形之一的不得评优：无故缺席会议达到三次以上。"),
])
def test_the_sentence_that_answers(text: str, quoted: str, question: str, marked: str) -> None:
    assert words(text, quoted, question) == marked


def test_with_a_figure_a_sentence_that_states_it() -> None:
    text = "班子成员每年至少2次到联系点上党课。书记每年至少为党员上1次党课。作好记录。"
    marked = told(text, 0, len(text) - 5, "班子成员每年上几次党课", "每年至少1次")
    assert text[slice(*marked)] == "书记每年至少为党员上1次党课。"
    assert told(text, 0, len(text) - 5, "书记每年上几次党课", "每年至少9次") == (0, len(text) - 5)
