from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.pairs import bigrams, flat, letters


@pytest.mark.parametrize(("text", "pairs"), [
    ("党课次数", ["党课", "课次", "次数"]),
    ("党课，次数！", ["党课", "课次", "次数"]),
    ("党 课_次\n数", ["党课", "课次", "次数"]),
    ("黨課", ["党课"]),
    ("ＱＱ群", ["qq", "q群"]),
    ("1次", ["1次"]),
    ("党", []),
    ("", []),
    ("。。", []),
])
def test_pairs_of_neighbouring_letters_and_digits(text: str, pairs: list[str]) -> None:
    assert bigrams(text) == pairs


@pytest.mark.parametrize(("text", "letters"), [
    ("党支部委员会会议", "支部委员会"),
    ("支委会（每月）", "支部委员会每月"),
    ("“三会一课”制度", "三会一课制度"),
    ("黨費　收繳", "党费收缴"),
    ("每年２次", "每年2次"),
])
def test_what_is_compared_has_one_spelling_and_no_punctuation(text: str, letters: str) -> None:
    assert flat(text) == letters


texts = st.text(alphabet="党黨课費公布示支委会員大上，。“”（） 　\n_1２aＡ", max_size=40)


@given(texts)
def test_pairs_overlap_into_the_flat_text(text: str) -> None:
    pairs, letters = bigrams(text), flat(text)
    assert len(pairs) == max(0, len(letters) - 1)
    assert "".join(p[0] for p in pairs) + letters[-1:] == letters
    assert letters == "" or letters.isalnum()


@given(texts)
def test_spaces_and_letter_width_make_no_difference(text: str) -> None:
    assert flat(f" {text.replace('2', '２')}\n") == flat(text.replace("２", "2"))


@pytest.mark.parametrize(("text", "plain"), [("黨 课，次数！", "党课次数"), ("支委会", "支委会"), ("。", ""), ("", "")])
def test_letters_leave_every_synonym_as_it_is_spelled(text: str, plain: str) -> None:
    assert letters(text) == plain
