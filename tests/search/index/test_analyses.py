from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.analysis import ClauseAnalysis, Stretch, analyse
from kb.search.index.analyses import StoredAnalyses, as_lines
from kb.types import Clause, Obligation
from tests.search.samples import clause

texts = st.text(max_size=8) | st.sampled_from(["党课\n", '"', "\u2028", "\\n", "，"])
numbers = st.integers(0, 99)
names = st.lists(texts, max_size=2).map(tuple)
counts = st.none() | st.floats(0, 1e6) | st.tuples(st.floats(0, 9), st.floats(10, 99))
obligations = st.builds(Obligation, texts, texts, numbers, numbers, st.none() | texts, texts, st.none() | texts, counts,
                        st.sampled_from([None, ">=", "<=", "=", "range"]), st.none() | texts, st.none() | texts,
                        st.none() | texts)
clauses = st.builds(Clause, texts, texts, numbers, numbers, numbers, texts, st.none() | texts, names, texts, names,
                    names, st.none() | numbers)
stretches = st.builds(Stretch, numbers, numbers, texts, texts, texts, names, names, st.none() | numbers, texts,
                      st.none() | obligations, names, names)
analyses = st.builds(ClauseAnalysis, clauses, texts, texts, texts, texts, texts, texts,
                     st.lists(stretches, max_size=2).map(tuple), st.lists(stretches, max_size=2).map(tuple),
                     names=names, headed=names)

CLAUSES = [clause("a", "书记每年上1次党课，支部由3-5人组成。", path=("书记清单",), roles=("书记",),
                  scope=("学校", "高校")),
           clause("b", "按时缴纳党费。")]
MADE = [analyse(c, "清单") for c in CLAUSES]


@given(st.lists(analyses, max_size=3))
def test_what_is_kept_is_read_back_as_it_was(made: list[ClauseAnalysis]) -> None:
    assert list(StoredAnalyses(as_lines(made))) == made


def test_clauses_analysed_are_read_back_as_they_were() -> None:
    stored = StoredAnalyses(as_lines(MADE))
    assert list(stored) == MADE
    assert [o.count for o in stored[0].obligations] == [1.0, (3.0, 5.0)]


def test_it_is_a_sequence() -> None:
    stored = StoredAnalyses(as_lines(MADE))
    assert len(stored) == 2
    assert (stored[1], stored[-1]) == (MADE[1], MADE[1])
    assert list(stored[:1]) == MADE[:1]
    assert MADE[1] in stored
    with pytest.raises(IndexError):
        stored[2]


def test_each_line_is_read_once() -> None:
    stored = StoredAnalyses(as_lines(MADE))
    assert stored[0] is stored[0]


def test_no_clauses_are_no_lines() -> None:
    assert as_lines([]) == b""
    assert len(StoredAnalyses(b"")) == 0


ROW = json.loads(as_lines(MADE[1:]))


@pytest.mark.parametrize("line", [
    "", "不是 JSON", '["半', "null", "5", '"文字"', "{}", "[]", "[1, 2, 3]", json.dumps(ROW[:-1]),
    json.dumps([*ROW, 1]), json.dumps([ROW[0][:-1], *ROW[1:]]), json.dumps([*ROW[:-4], [[1, 2]], *ROW[-3:]]),
    json.dumps([*ROW[:-1], 5]),
], ids=["empty", "text", "cut off", "null", "number", "string", "object", "empty list", "too few", "a field missing",
        "a field too many", "a clause cut short", "a stretch cut short", "no list of phrases"])
def test_a_line_that_is_no_analysis_is_an_error_and_leaves_the_others(line: str) -> None:
    stored = StoredAnalyses(as_lines(MADE[:1]) + line.encode() + b"\n" + as_lines(MADE[1:]))
    assert len(stored) == 3
    assert (stored[0], stored[2]) == (MADE[0], MADE[1])
    with pytest.raises((ValueError, TypeError)):
        stored[1]
