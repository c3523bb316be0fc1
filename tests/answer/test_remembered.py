"""Answers are remembered by what they were asked with, within their bytes, and for one state of the library."""

from __future__ import annotations

from datetime import date

import pytest

from kb.answer.remembered import Remembered, form_of, size_of
from kb.types import Answer, Query


def answer(text: str) -> Answer:
    return Answer("问", "answered", text)


class TestRemembered:
    def test_the_second_time_nothing_is_worked_out(self) -> None:
        remembered, made, looks = Remembered(1 << 20), list[int](), list[bool]()
        remembered.on_look = looks.append

        def make() -> Answer:
            made.append(1)
            return answer("答")

        assert remembered.answer("甲", make) is remembered.answer("甲", make)
        remembered.answer("乙", make)
        assert len(made) == 2
        held = remembered.held
        assert held.answers == 2
        assert looks == [False, True, False]
        assert held.size > 2 * size_of(answer("答"))

    def test_without_room_nothing_is_kept(self) -> None:
        off = Remembered(0)
        assert off.answer("甲", lambda: answer("一")) is not off.answer("甲", lambda: answer("一"))
        assert off.held.answers == off.held.size == 0
        small = Remembered(1000)
        small.answer("甲", lambda: answer("长" * 1000))
        assert small.held.answers == 0, "an answer that is larger than all the room drives nothing out"

    def test_bytes_are_bounded_and_the_last_used_stay(self) -> None:
        remembered, looks = Remembered(40_000), list[bool]()
        remembered.on_look = looks.append
        for n in range(50):
            remembered.answer(n, lambda: answer("答" * 500))
            remembered.answer(0, lambda: answer("答" * 500))
        held = remembered.held
        assert held.size <= 40_000
        assert 5 < held.answers < 15
        assert sum(looks) == 50, "what is asked for again and again is never let go"

    def test_what_fails_is_asked_again(self) -> None:
        remembered = Remembered(1 << 20)
        with pytest.raises(ZeroDivisionError):
            remembered.answer("甲", lambda: 1 // 0)  # type: ignore[arg-type, return-value]
        assert remembered.answer("甲", lambda: answer("答")).answer == "答"

    def test_forgetting_frees_everything(self) -> None:
        remembered = Remembered(1 << 20)
        remembered.answer("甲", lambda: answer("旧"))
        remembered.forget()
        assert remembered.held.size == 0
        assert remembered.answer("甲", lambda: answer("新")).answer == "新"


class TestForm:
    @pytest.mark.parametrize("typed", ["党课 一年几次", " 党课  一年几次\n", "党課 一年几次", "党课　一年几次"])
    def test_ways_of_typing_share_it(self, typed: str) -> None:
        assert form_of(Query(typed)) == "党课 一年几次"

    @pytest.mark.parametrize("other", ["党课\n一年几次", "党课一年几次？", "AED 一年几次"])
    def test_what_may_be_answered_otherwise_has_another(self, other: str) -> None:
        assert form_of(Query(other)) not in (form_of(Query("党课 一年几次")), form_of(Query("aed 一年几次")))

    def test_what_is_hardly_asked_twice_has_none(self) -> None:
        assert form_of(Query("问" * 501)) is None
        assert form_of(Query("问", history=("前" * 500,), as_of=date(2024, 5, 1))) is None
