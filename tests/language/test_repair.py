from __future__ import annotations

import pytest

from evals.collection import split_questions
from kb.language.repair import Sounds, build_sounds, fuzzy, repair
from kb.language.tokenizer import Tokenizer, dictionary, lexicon, normalize


@pytest.fixture(scope="module")
def words() -> dict[str, int]:
    return dictionary()


@pytest.fixture(scope="module")
def cut(words: dict[str, int]) -> Tokenizer:
    return Tokenizer(words)


@pytest.fixture(scope="module")
def sounds(words: dict[str, int]) -> Sounds:
    return build_sounds(words)


@pytest.mark.parametrize(("wide", "narrow"), [
    ("zhang", "zan"), ("chang", "can"), ("shi", "si"), ("sheng", "sen"), ("xing", "xin"), ("dang", "dan"), ("ke", "ke"),
    ("zi", "zi"), ("min", "min"),
])
def test_sounds_that_speakers_confuse_are_one(wide: str, narrow: str) -> None:
    assert fuzzy(wide) == fuzzy(narrow) == narrow


@pytest.mark.parametrize(("typed", "meant"), [
    ("党客每年上几次", "党课每年上几次"),
    ("党废多久公示一次", "党费多久公示一次"),
    ("民主平议党员", "民主评议党员"),
    ("三汇一课多久开", "三会一课多久开"),
    ("组之生活会", "组织生活会"),
    ("换界选举", "换届选举"),
    ("入党计极分子", "入党积极分子"),
    ("谈新谈话", "谈心谈话"),
    ("党指部书记", "党支部书记"),
    ("流动党原", "流动党员"),
    ("黨客每年上幾次", "党课每年上几次"),
    ("主题当日", "主题党日"),
    ("组织生火会", "组织生活会"),
    ("支委汇", "支委会"),
    ("每年多少学识", "每年多少学时"),
])
def test_a_wrong_character_that_sounds_right_is_put_right(typed: str, meant: str, cut: Tokenizer,
                                                         sounds: Sounds) -> None:
    assert repair(typed, cut, sounds) == meant


@pytest.mark.parametrize(("typed", "meant"), [
    ("dangke每年几次", "党课每年几次"),
    ("dangfei duojiu gongshi yici", "党费多久公示一次"),
    ("san hui yi ke", "三会一课"),
    ("zhutidangri多久一次", "主题党日多久一次"),
    ("ZHIBU SHUJI上几次党课", "支部书记上几次党课"),
    ("dang'ke", "党课"),
    ("dang小组会多久开", "党小组会多久开"),
    ("zhi委会", "支委会"),
    ("党ke几次", "党课几次"),
    ("支部shu记", "支部书记"),
    ("工资总e", "工资总额"),
    ("XX局党jian工作领导小组", "XX局党建工作领导小组"),
    ("入党积极fen子", "入党积极分子"),
])
def test_pinyin_is_written_out(typed: str, meant: str, cut: Tokenizer, sounds: Sounds) -> None:
    assert repair(typed, cut, sounds) == meant


@pytest.mark.parametrize("typed", ["qq群", "pdf文件", "app里能交党费吗", "wifi", "abc", "a", "dangkexyz", "excel表格"])
def test_letters_that_are_no_pinyin_of_known_words_stay(typed: str, cut: Tokenizer, sounds: Sounds) -> None:
    assert repair(typed, cut, sounds) == typed


@pytest.mark.parametrize("typed", [
    "党员大会", "一次性补助", "公式怎么算", "书记", "上级党组织", "支部党员", "会议记录", "组织关系", "这事儿归谁管",
    "担任支部书记", "他当党支部书记几年了", "我刚当支部书记", "谁当支部书记", "去年当支部书记的人",
    "单位当组织委员", "由书记当组长", "党小组回答", "学识多少",
])
def test_words_that_are_known_as_typed_stay(typed: str, cut: Tokenizer, sounds: Sounds) -> None:
    assert repair(typed, cut, sounds) == typed


def test_every_term_of_the_domain_stays_alone_and_in_a_sentence(cut: Tokenizer, sounds: Sounds) -> None:
    for term in map(normalize, lexicon()):
        for text in (term, f"关于{term}有什么规定"):
            assert repair(text, cut, sounds) == text


def test_nothing_is_changed_in_well_typed_questions(cut: Tokenizer, sounds: Sounds) -> None:
    questions = [q.question for q in split_questions(["train"]) if q.category in ("content", "who", "frequency")]
    assert len(questions) > 60
    assert [q for q in questions if repair(q, cut, sounds) != normalize(q)] == []


def test_a_repaired_question_is_not_repaired_again(cut: Tokenizer, sounds: Sounds) -> None:
    for q in split_questions(["train"]):
        once = repair(q.question, cut, sounds)
        assert repair(once, cut, sounds) == once


@pytest.mark.parametrize("text", ["", " ", "？", "😀", "。。。", "𠮷", "1"])
def test_what_is_no_word_stays(text: str, cut: Tokenizer, sounds: Sounds) -> None:
    assert repair(text, cut, sounds) == normalize(text)


def test_sounds_of_characters_and_terms(sounds: Sounds) -> None:
    assert (sounds.of["党"], sounds.of["课"]) == ("dan", "ke")
    assert sounds.terms["dan ke"] == "党课"
    assert sounds.typed["dangke"] == "党课"
    assert sounds.typed["duoshao"] == "多少"
