"""Clauses that are read when they are asked for: the same as those in memory, with and without what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.embedded import EmbeddedRecall
from kb.search.holdings import Holdings
from kb.search.index.build import build_index
from kb.types import Clause
from tests.conftest import HashEmbedder
from tests.search.samples import clause

RULES = [replace(clause(f"{d}-{n}", text, path=path, scope=scope, roles=roles), document_id=d)
         for d, n, text, path, scope, roles in (
             ("a", 1, "党课每年1次。", ("总则",), ("机关",), ("党支部书记",)),
             ("a", 2, "党费每月交。", ("总则", "一、党费"), ("机关",), ()),
             ("b", 1, "会议每季度1次。", (), ("学校",), ("组织委员",)),
             ("c", 1, "学习每月1次。", ("附则",), ("机关",), ("党支部书记", "党员")))]


def in_memory() -> Holdings:
    return Holdings.of(RULES)


def of_an_index() -> Holdings:
    return EmbeddedRecall(build_index(RULES, {d: d for d in "abc"}, [], HashEmbedder())).holdings()


@pytest.mark.parametrize("made", [in_memory, of_an_index])
class TestHoldings:
    def test_every_clause_in_document_order(self, made: Callable[[], Holdings]) -> None:
        held = made()
        assert list(held.values()) == RULES and len(held) == 4
        assert held["b-1"] == RULES[2] and "b-2" not in held and held.document("a-2") == "a"
        assert list(held.of_document("a")) == RULES[:2] and list(held.of_document("z")) == []

    def test_headings_and_whom_clauses_bind(self, made: Callable[[], Holdings]) -> None:
        held = made()
        assert [path for _, path in held.headings("a")] == [("总则",), ("总则", "一、党费")]
        assert list(held.binding(lambda names: "党支部书记" in names)) == [RULES[0], RULES[3]]
        assert held.bound() == {(("党支部书记",), ("机关",)), ((), ("机关",)), (("组织委员",), ("学校",)),
                                (("党支部书记", "党员"), ("机关",))}

    def test_what_is_left_out_is_not_there(self, made: Callable[[], Holdings]) -> None:
        held = made().without(frozenset({"a-1", "b", "unknown"}))
        assert list(held.values()) == [RULES[1], RULES[3]] and len(held) == 2
        assert [c in held for c in ("a-1", "a-2", "b-1", "c-1")] == [False, True, False, True]
        assert list(held.of_document("a")) == [RULES[1]] and list(held.of_document("b")) == []
        assert list(held.binding(lambda names: "党支部书记" in names)) == [RULES[3]]
        assert held.bound() == {((), ("机关",)), (("党支部书记", "党员"), ("机关",))}
        with pytest.raises(KeyError):
            held["b-1"]


@given(st.sets(st.sampled_from(["a", "b", "c", *(c.id for c in RULES)])))
def test_it_counts_what_it_gives(out: set[str]) -> None:
    held = in_memory().without(frozenset(out))
    assert len(held) == len(list(held)) == sum(c.id in held for c in RULES)


def test_some_clauses_read_one_by_one() -> None:
    read: list[str] = []

    def reading(clause_id: str) -> Clause:
        read.append(clause_id)
        return next(c for c in RULES if c.id == clause_id)

    own = replace(in_memory(), read=reading).of_document("a")
    assert len(own) == 2 and not read
    assert own[1] == RULES[1] and read == ["a-2"]
    assert own[:1][0] == RULES[0] and RULES[1] in own and RULES[2] not in own
