from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.numerals import parse_number, parse_range, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("3.5", 3.5),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("两", 2),
        ("两百", 200),
        ("一百零三", 103),
        ("半", 0.5),
        ("二〇一九", 2019),
        ("三千五百", 3500),
    ],
)
def test_printed_numbers_have_their_value(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "党", "abc", "万百"])
def test_other_text_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["〇十零", "〇11", "零百零"])
def test_malformed_numerals_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["两三", "三五", "十五六"])
def test_approximate_numbers_are_no_single_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("3-5", (3, 5)),
        ("3至5", (3, 5)),
        ("三到五", (3, 5)),
        ("3—5", (3, 5)),
        ("3～5", (3, 5)),
        ("半至一", (0.5, 1)),
        ("5-3", None),
        ("3", None),
        ("3-3", None),
    ],
)
def test_printed_ranges_have_their_bounds(text: str, bounds: tuple[float, float] | None) -> None:
    assert parse_range(text) == bounds


@given(st.integers(0, 99_999))
def test_arabic_numbers_read_back(n: int) -> None:
    assert parse_number(str(n)) == n
    assert plain(n) == str(n)


@given(st.integers(1, 99))
def test_chinese_numbers_read_back(n: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(n, 10)
    text = ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
    assert parse_number(text) == n


@given(st.integers(0, 500), st.integers(1, 500))
def test_ranges_read_back(low: int, more: int) -> None:
    assert parse_range(f"{low}-{low + more}") == (low, low + more)


@given(st.integers(0, 99_999_999))
def test_every_whole_number_in_its_usual_chinese_form_reads_back(n: int) -> None:
    assert parse_number(cn2an.an2cn(n)) == n


@pytest.mark.parametrize(("value", "words"), [(2.0, "2"), (1.5, "1.5"), (0.5, "0.5"), (32.0, "32")])
def test_numbers_are_said_without_a_needless_fraction(value: float, words: str) -> None:
    assert plain(value) == words
