from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.data import load_toml
from kb.language.synonyms import canonical, implied, is_shortened, shortened, spellings
from kb.language.tokenizer import normalize

GROUPS: list[list[str]] = [g["terms"] for g in load_toml("synonyms.toml")["group"]]
TERMS = [term for group in GROUPS for term in group]


@pytest.mark.parametrize(("text", "one"), [
    ("每月开1次支委会", "每月开1次支部委员会"),
    ("党支部委员会会议由书记主持", "支部委员会由书记主持"),
    ("支部党员大会和支委会", "党员大会和支部委员会"),
    ("按时交党费并公布", "按时缴纳党费并公示"),
    ("本支部的党员", "本支部的党员"),
    ("", ""),
])
def test_other_spellings_are_written_as_the_first(text: str, one: str) -> None:
    assert canonical(text) == one


@pytest.mark.parametrize("group", GROUPS, ids=lambda g: g[0])
def test_every_spelling_of_a_group_becomes_its_first(group: list[str]) -> None:
    assert {canonical(term) for term in group} == {group[0]}


def test_each_term_stands_in_one_group_in_normal_form() -> None:
    assert [t for t, n in Counter(TERMS).items() if n > 1] == []
    assert [t for t in TERMS if normalize(t) != t] == []


@pytest.mark.parametrize(("question", "terms"), [
    ("交的钱呢", ["党费", "党费收缴"]),
    ("多久公布", ["公布", "公示"]),
    ("每月交多少，交的钱，多久公示", ["党费", "党费收缴", "核定", "数额", "公布", "公示"]),
    ("党课上几次", []),
])
def test_lay_words_stand_for_the_terms_of_the_documents_each_once(question: str, terms: list[str]) -> None:
    assert implied(question) == terms


def test_lay_words_and_what_they_stand_for_are_in_normal_form() -> None:
    rows = load_toml("synonyms.toml")["asked"]
    assert [w for r in rows for w in (*r["say"], *r["means"]) if normalize(w) != w] == []


def test_a_term_comes_before_its_other_spellings() -> None:
    assert spellings("课时") == ("课时", "学时")
    assert spellings("学时") == ("学时", "课时")
    assert spellings("没有同义词的词") == ("没有同义词的词",)


@given(st.sampled_from(TERMS))
def test_spellings_of_one_thing_are_the_same_whichever_is_asked_for(term: str) -> None:
    assert spellings(term)[0] == term
    assert {frozenset(spellings(s)) for s in spellings(term)} == {frozenset(spellings(term))}


@pytest.mark.parametrize(("text", "long"), [
    ("每月开支委会", "每月开支部委员会"), ("党支部党员大会", "党员大会"), ("集中轮训", "集中轮训"),
    ("党员之家", "党员之家"), ("", ""),
])
def test_only_what_is_cut_short_or_lengthened_is_written_alike(text: str, long: str) -> None:
    assert shortened(text) == long


@pytest.mark.parametrize(("text", "is_one"), [("每月开支委会", True), ("食堂", False), ("", False)])
def test_whether_a_term_is_written_shorter_or_longer_as_well(text: str, is_one: bool) -> None:
    assert is_shortened(text) is is_one
