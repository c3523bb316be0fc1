"""Whose list says something: duties without a number, where a document has a list for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.manage.intake import ingest
from kb.store.library import Library, open_library
from kb.training.quiz.about import about
from kb.training.quiz.draft import Draft
from kb.training.quiz.drafts import Maker
from kb.training.quiz.library import library_shelf
from kb.training.quiz.promised import promised
from kb.types import Answer

_LISTS = """县水利局党建工作责任清单

党支部书记责任清单

1.主持制定支部年度工作计划，部署重点任务。
2.关心困难职工的生活，上门送去温暖。

组织委员责任清单

1.认真做好党费收缴使用和党员组织关系接转。
2.及时整理入党积极分子的培养档案。

宣传委员责任清单

1.更新宣传栏和网站上的理论文章。
2.关心困难职工的生活，上门送去慰问。

纪检委员责任清单

1.监督支部成员遵守廉洁纪律的情况。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("whose")
    Path(folder / "水利局.txt").write_text(_LISTS, encoding="utf-8")
    found = open_library(folder / "library.db")
    ingest(found, [], corpus=folder)
    return found


def _asked(library: Library, words: str) -> list[Draft]:
    maker = Maker(library_shelf(library))
    return [d for d in maker.drafts(about([], maker.shelf), []) if d.type == "single" and words in d.question]


def test_a_duty_without_a_number_is_asked_for_by_its_list(library: Library) -> None:
    (d,) = _asked(library, "党费收缴")
    assert d.question == ("根据《县水利局党建工作责任清单》（各类单位）的规定，下面这句话写在谁的清单里："
                          "认真做好党费收缴使用和党员组织关系接转。")
    assert d.right == ("组织委员",) and set(d.wrong) == {"党支部书记", "宣传委员", "纪检委员"}


def test_who_has_nearly_the_same_in_his_list_is_no_wrong_choice(library: Library) -> None:
    held = {d.right: set(d.wrong) for d in _asked(library, "关心困难职工")}
    assert held[("党支部书记",)] == {"组织委员", "纪检委员"} and held[("宣传委员",)] == {"组织委员", "纪检委员"}


def test_the_offer_says_how_many_there_are(library: Library) -> None:
    offer = Answer("出5道党费单选题", "answered", "可以出题。", link="/quiz?topic=党费&n=5&type=single")
    assert promised(offer, library).answer == "可以出题。　现在只出得了 1 道：再出就会重复，或者答案不唯一。"
    enough = Answer("x", "answered", "可以出题。", link="/quiz?topic=党费&n=1&type=single")
    assert promised(enough, library) == enough
    none = promised(Answer("x", "answered", "可以出题。", link="/quiz?topic=党费&n=1&type=match"), library)
    assert none.answer.startswith("这样的题现在一道也出不了")
