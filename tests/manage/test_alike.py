"""Questions alike stand together; those that ask for another thing, figure or role do not."""

from __future__ import annotations

import pytest

from kb.answer.dated import DatedAnswerer
from kb.manage.alike import Grouping
from kb.store.questions import OpenQuestion

pytestmark = pytest.mark.model


def question(text: str, count: int = 1) -> OpenQuestion:
    return OpenQuestion("not_found", text, (), count, "2026-11-28T00:00:00+00:00", ())


def test_the_same_in_other_words_is_one_group(answerer: DatedAnswerer) -> None:
    texts = ["食堂几点开门", "食堂 几点开门？", "请问食堂什么时候开门呢", "食堂几点关门", "停车费多少",
             "党支部书记一年讲几次党课", "书记每年上几次党课", "党支部书记一次党课讲多少分钟", "支部委员一年讲几次党课"]
    groups = Grouping(answerer.finder).grouped([question(t, 9 - n) for n, t in enumerate(texts)])
    assert [[q.question for q in g.questions] for g in groups] == [
        texts[:3], texts[3:4], texts[4:5], texts[5:7], texts[7:8], texts[8:]]
    assert groups[0].count == 9 + 8 + 7


def test_questions_settled_otherwise_stay_apart(answerer: DatedAnswerer) -> None:
    settled = OpenQuestion("not_found", "食堂几点开门", (), 1, "2026", (), "irrelevant")
    assert len(Grouping(answerer.finder).grouped([settled, question("食堂几点开门")])) == 2
