from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.verify import numbers, verified
from kb.types import Citation
from tests.search.samples import clause

TEXT = "每年至少上1次党课，每次两小时。"
STORED = {"c": clause("c", TEXT)}
LOG = logging.getLogger("test")


@pytest.mark.parametrize("kept", [
    Citation("c", "至少上1次党课", 2, 9, value="至少1次"),
    Citation("c", "每次两小时", 10, 15, value="2小时"),
    Citation("c", "上1次党课", 4, 9),
    Citation("c", "党课", 7, 9, value="按规定"),
])
def test_the_stored_words_with_a_value_whose_numbers_stand_in_them_are_kept(kept: Citation) -> None:
    assert verified([kept], STORED, LOG) == [kept]


@pytest.mark.parametrize("dropped", [
    Citation("c", "至少上一次党课", 2, 9, value="至少1次"),
    Citation("c", "至少上1次党课", 3, 10),
    Citation("c", "至少上1次党课", 2, 9, value="至少2次"),
    Citation("c", "党课", 7, 9, value="1次"),
    Citation("c", "", 2, 2),
], ids=["retyped", "another place", "another number", "the number elsewhere", "empty"])
def test_what_is_not_the_stored_text_is_dropped_and_logged(dropped: Citation, caplog: pytest.LogCaptureFixture) -> None:
    good = Citation("c", "党课", 7, 9)
    with caplog.at_level(logging.ERROR):
        assert verified([dropped, good], STORED, LOG) == [good]
    assert [r.message for r in caplog.records] == [
        f"dropped a finding that does not match its clause: c [{dropped.start}:{dropped.end}]"]


@given(st.text(alphabet=TEXT, max_size=3) | st.sampled_from([TEXT[s:e] for s in range(4) for e in range(4, 9)]),
       st.integers(0, 20), st.integers(0, 20))
def test_a_quote_is_kept_just_where_it_stands(quote: str, start: int, end: int) -> None:
    kept = verified([Citation("c", quote, start, end)], STORED, LOG)
    assert bool(kept) is (quote != "" and TEXT[start:end] == quote)


@pytest.mark.parametrize(("text", "found"), [
    ("每年两次，每次不少于20人", {2, 20}),
    ("第十二条 1.5小时", {12, 1.5}),
    ("半年一次", {0.5, 1}),
    ("二〇一九年", {2019}),
    ("按时缴纳", set()),
    ("", set()),
])
def test_numbers_in_any_form(text: str, found: set[float]) -> None:
    assert numbers(text) == found


@given(st.lists(st.integers(0, 9999)))
def test_every_number_is_found(values: list[int]) -> None:
    assert numbers("次".join(map(str, values))) == set(values)
