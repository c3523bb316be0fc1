"""How a question is typed makes no difference: every variant of a dev question is tidied to the same text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from evals.collection import split_questions
from kb.data import load_toml
from kb.language.repair import Sounds, build_sounds
from kb.language.tokenizer import lexicon, normalize, written
from kb.question import typed
from tests.question.samples import tokenizer

DEV = sorted({q.question for q in split_questions(["dev"]) if q.category != "noise" and q.sub != "chat"})
TERMS = sorted({normalize(t) for t in lexicon() if len(t) > 1 and all("一" <= c <= "鿿" for c in t)})
LEADS = ("请问", "你好，", "在吗？我想问", "您好，请问一下，", "麻烦问下，", "我想咨询一下：",
         "各位老师好，请教一下，", "")
TAILS = ("，谢谢", "？谢谢！", "谢谢老师", "？在线等", "，麻烦了", "？急", "。辛苦了", "")


@cache
def sounds() -> Sounds:
    return build_sounds(tokenizer_words())


@cache
def tokenizer_words() -> dict[str, int]:
    from kb.language.tokenizer import dictionary

    return dictionary()


def tidy(question: str) -> str:
    return typed.tidy(question, tokenizer(), sounds())


def terms_in(question: str) -> list[str]:
    """The terms that a question holds, those within a longer one left out."""
    found = [t for t in TERMS if t in question]
    return [t for t in found if not any(t != other and t in other for other in found)]


def full_width(question: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in question)


def with_radicals(question: str) -> str:
    """The question in Kangxi radicals and those of the supplement, wherever a character has one."""
    kangxi = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)}
    return "".join({**{p[1]: p[0] for p in load_toml("radicals.toml")["pairs"]}, **kangxi}.get(c, c) for c in question)


def with_blanks(question: str) -> str:
    text = written(question)
    return " ".join(text[s:e] for s, e in tokenizer().spans(text.lower()))


VARIANTS: dict[str, Callable[[str], str]] = {
    "full width": full_width, "radicals": with_radicals, "blanks": with_blanks,
    "traditional": OpenCC("s2t").convert, "Hong Kong": OpenCC("s2hk").convert,
    "zero width": lambda q: "\u200b".join(q), "lines": lambda q: f"\n{q}\r\n"}
questions = st.sampled_from(DEV)


@pytest.mark.parametrize("way", VARIANTS)
def test_every_way_of_writing_gives_one_question(way: str) -> None:
    assert [q for q in DEV if tidy(VARIANTS[way](q)) != tidy(q)] == []


@given(questions, st.sampled_from(LEADS), st.sampled_from(TAILS))
def test_courtesies_make_no_difference(question: str, lead: str, tail: str) -> None:
    bare = question.rstrip("？?。！!")
    assume(any(ch.isalnum() for ch in bare))
    assert tidy(f"{lead}{bare}{tail}") == tidy(bare)


@given(questions, st.data())
def test_a_term_half_in_pinyin_makes_no_difference(question: str, data: st.DataObject) -> None:
    found = terms_in(question)
    assume(found)
    term = data.draw(st.sampled_from(found))
    at = data.draw(st.integers(0, len(term) - 1))
    mixed = term[:at] + lazy_pinyin(term, style=Style.NORMAL)[at] + term[at + 1:]
    assume(sounds().typed.get(mixed) == term)  # 台zhang may be 台帐 or 台账
    assert tidy(question.replace(term, mixed, 1)) == tidy(question)


@given(questions, st.data())
def test_a_rare_character_that_sounds_alike_within_a_long_term_makes_no_difference(question: str,
                                                                                   data: st.DataObject) -> None:
    found = [t for t in terms_in(question) if len(t) > 3]
    assume(found)
    term = data.draw(st.sampled_from(found))
    at = data.draw(st.integers(0, len(term) - 1))
    alike = [c for c, sound in sounds().of.items() if sound == sounds().of[term[at]] and c != term[at]
             and 0 < tokenizer().frequency(c) < 2000 and written(c) == c]
    assume(alike)
    wrong = term[:at] + data.draw(st.sampled_from(alike)) + term[at + 1:]
    assume(sounds().terms[" ".join(sounds().of[c] for c in wrong)] == term)
    assert tidy(question.replace(term, wrong, 1)) == tidy(question)


@given(questions)
def test_tidying_again_changes_nothing(question: str) -> None:
    assert tidy(tidy(question)) == tidy(question)


@pytest.mark.parametrize(("asked", "plain"), [
    ("在吗？我想问党课多久一次", "党课多久一次"),
    ("我是机关党支部书记，想问一下一年讲几次党课", "我是机关党支部书记，一年讲几次党课"),
    ("党课多久一次\n支委会呢", "党课多久一次，支委会呢"),
    ("支委会多久开一次 党课多久上一次", "支委会多久开一次，党课多久上一次"),
    ("写一段 Python 排序代码", "写一段Python排序代码"),
    ("比例是3:1吗?", "比例是3:1吗"),
    ("dang小组会、zhi委会", "党小组会、支委会"),
])
def test_a_question_as_a_careful_writer_types_it(asked: str, plain: str) -> None:
    assert tidy(asked) == plain


@pytest.mark.parametrize("question", [
    "你好", "谢谢", "请问", "？？？", "咨询委员会怎么设", "领导小组多久开会", "请教师参加吗", "谢谢老师的话要不要记录",
    "麻烦群众的事怎么办", "确认入党积极分子要几步", "查档案要谁批", "下周五开会吗"])
def test_words_that_are_no_courtesy_or_all_there_is_stay(question: str) -> None:
    assert tidy(question) == question


@pytest.mark.parametrize(("question", "misspelt"), [
    ("dangke多久上一次", True), ("党科多久上一次", True), ("请问党课多久上一次，谢谢", False),
    ("党 课 多久上一次？", False),
    ("黨課多久上一次", False), ("ＰＰＴ怎么做", False)])
def test_what_is_read_with_other_characters_than_were_typed(question: str, misspelt: bool) -> None:
    assert typed.misspelt(question, tokenizer(), sounds()) is misspelt
