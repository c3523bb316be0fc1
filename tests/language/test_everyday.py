from __future__ import annotations

from kb.data import load_toml
from kb.language.everyday import everyday


def test_an_everyday_word_stands_for_the_words_of_rules() -> None:
    assert "临时动议" in everyday("临时加议题行不行", lambda _: False)


def test_a_word_that_the_library_uses_itself_needs_no_other() -> None:
    assert everyday("临时加议题行不行", lambda _: True) == []


def test_a_question_without_everyday_words() -> None:
    assert everyday("党费缴纳比例", lambda _: False) == []


def test_each_word_of_the_table_stands_for_words_of_its_own() -> None:
    table = load_toml("everyday.toml")["everyday"]
    assert all(terms and say not in terms for say, terms in table.items())
