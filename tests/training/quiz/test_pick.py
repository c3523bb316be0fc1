"""Papers: every type in its share, nothing twice, letters balanced, the same again with the same seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import QuestionError
from kb.store.library import Library
from kb.training.item import Item
from kb.training.quiz.about import About
from kb.training.quiz.drafts import Maker
from kb.training.quiz.library import library_quiz
from kb.training.quiz.pick import pick


def test_a_seed_makes_the_same_again_and_another_seed_something_else(maker: Maker) -> None:
    found = maker.drafts(About(), ())
    assert pick(found, n=8, seed=3) == pick(found, n=8, seed=3)
    assert pick(found, n=8, seed=3) != pick(found, n=8, seed=4)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 30))
def test_no_words_are_asked_about_twice(maker: Maker, seed: int, n: int) -> None:
    paper = pick(maker.drafts(About(), ()), n=n, seed=seed)
    assert len(paper) <= n
    for k, a in enumerate(paper):
        assert not [b for b in paper[k + 1:] if a.clause == b.clause and a.start < b.end and b.start < a.end]


def test_only_the_wanted_types(maker: Maker) -> None:
    paper = pick(maker.drafts(About(), ()), n=6, seed=1, types=["truefalse", "fill"])
    assert {i.type for i in paper} == {"truefalse", "fill"}


def test_letters_and_verdicts_are_spread_evenly(corpus_library: Library) -> None:
    letters: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for seed in range(6):
        letters.update(i.key[0] for i in library_quiz(corpus_library, n=20, seed=seed, types=["single"]))
        judged.update(i.key[0] for i in library_quiz(corpus_library, n=20, seed=seed, types=["truefalse"]))
    assert max(letters.values()) - min(letters.values()) < 0.2 * letters.total()
    assert 0.35 < judged["对"] / judged.total() < 0.65


def test_the_right_choice_is_not_always_at_one_end_of_the_numbers(corpus_library: Library) -> None:
    """Asked again and again, the same number is now the least, now the greatest, now between."""
    ranks: Counter[int] = Counter()
    for seed in range(12):
        for i in library_quiz(corpus_library, n=20, seed=seed, types=["single"]):
            if all(o[:1].isdigit() for o in i.options):
                values = sorted(float("".join(c for c in o if c.isdigit())) for o in i.options)
                right = i.options["ABCD".index(i.key[0])]
                ranks[values.index(float("".join(c for c in right if c.isdigit())))] += 1
    assert ranks[0] < 0.6 * ranks.total() and len(ranks) > 2


def test_topics_and_kinds(corpus_library: Library) -> None:
    fees = library_quiz(corpus_library, topics=["党费"], n=20)
    assert fees and all("党费" in i.question + i.quote + i.citation for i in fees)
    office = library_quiz(corpus_library, kinds=["机关"], n=20)
    assert len(office) == 20 and {i.scope for i in office} == {"机关"}


@pytest.mark.parametrize(("asked", "said"), [
    ({"topics": ["食堂菜价"]}, "没有条款规定这个专题"), ({"topics": ["！"]}, "看不懂的专题"),
    ({"kinds": ["月球"]}, "没有这类单位"), ({"n": 0}, "题数不对")])
def test_what_cannot_be_made_is_said_in_a_sentence(corpus_library: Library, asked: dict[str, object],
                                                   said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        library_quiz(corpus_library, **asked)  # type: ignore[arg-type]


def test_items_are_hashable_and_frozen(maker: Maker) -> None:
    paper: tuple[Item, ...] = pick(maker.drafts(About(), ()), n=4, seed=1)
    assert len(set(paper)) == len(paper)
