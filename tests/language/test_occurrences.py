"""Finding words in a text by their normal form, and cutting the text there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.occurrences import pieces, words


def found(text: str, *wanted: str) -> list[str]:
    sought = words(wanted)
    return [text[s:e] for s, e in sought.spans(text)] if sought else []


@pytest.mark.parametrize(("text", "wanted", "verbatim"), [
    ("每半年一次党课，上党课", "黨課", ["党课", "党课"]),
    ("舊文本裡的黨課", "党课", ["黨課"]),
    ("不少于２４学时", "24学时", ["２４学时"]),
    ("ＫＰＩ与kpi", "Kpi", ["ＫＰＩ", "kpi"]),
    ("班子\n任期", "班子任期", ["班子\n任期"]),
    ("第①项", "1", ["①"]),
    ("㈠组织", "(一)组织", ["㈠组织"]),
    ("党费", "团费", []),
    ("a.c abc", "a.c", ["a.c"]),
])
def test_normal_forms_are_compared_and_the_printed_words_found(text: str, wanted: str, verbatim: list[str]) -> None:
    assert found(text, wanted) == verbatim


def test_of_several_words_the_longest_wins_and_none_overlap() -> None:
    assert found("支部党员大会和党员", "党员", "党员大会") == ["党员大会", "党员"]


@pytest.mark.parametrize("wanted", [(), ("",), ("  ",), ("，。",)])
def test_nothing_to_look_for(wanted: tuple[str, ...]) -> None:
    assert words(wanted) is None


def test_pieces_say_what_they_are() -> None:
    text = "每季度至少组织1次党课。党课"
    sought = words(["党课"])
    assert sought is not None
    cut = pieces(text, sought.spans(text), number=5, cited=(3, 9))
    assert [(p.text, p.hit) for p in cut if p.hit] == [("党课", 5), ("党课", 6)]
    assert "".join(p.text for p in cut if p.cited) == text[3:9]


def test_a_place_cut_by_the_cited_words_is_one_place() -> None:
    cut = pieces("上党课好", [(1, 3)], cited=(0, 2))
    assert [(p.text, p.hit, p.first, p.cited) for p in cut] == [
        ("上", None, False, True), ("党", 1, True, True), ("课", 1, False, False), ("好", None, False, False)]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_pieces_joined_are_the_text(text: str, wanted: list[str]) -> None:
    sought = words(wanted)
    spans = sought.spans(text) if sought else ()
    assert "".join(p.text for p in pieces(text, spans)) == text
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert all(s < e for s, e in spans)
