"""Figures whose own words a question has."""

from __future__ import annotations

import pytest

from kb.answer.named_figures import named, named_last
from kb.ingest.frames import frames
from tests.question.samples import understood

HOURS = "党员每年学习教育不少于24个学时，支委成员不少于40个学时。"
ROOMS = "住宿费每学年900元，空调房每学年1200元。"


@pytest.mark.parametrize(("question", "text", "all_named", "last"), [
    ("支委成员每年学习教育多少学时", HOURS, [1], [1]), ("党员每年学习教育多少学时", HOURS, [0], [0]),
    ("空调房住宿费每学年多少元", ROOMS, [0, 1], [1]), ("住宿费每学年多少元", ROOMS, [0], [0]),
    ("书记每年学习多少学时", HOURS, [], [])])
def test_the_last_of_those_named_is_meant(question: str, text: str, all_named: list[int], last: list[int]) -> None:
    found = frames(text, [(0, len(text))], ())
    places = named(understood(question), found)
    assert places == all_named
    assert named_last(found, places) == last
