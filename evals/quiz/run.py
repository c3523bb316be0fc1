"""Quizzes over every topic and kind of organisation, each item checked (试题评测)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.collection import CORPUS, UNSEEN, shelve
from evals.quiz.check import problems
from evals.quiz.texts import Texts, terms
from kb.errors import QuestionError
from kb.training.item import Item
from kb.training.quiz.about import about
from kb.training.quiz.drafts import Maker
from kb.training.quiz.pick import TYPES, pick
from kb.training.quiz.shelf import shelf
from kb.training.topics.topic import topics

NAME = "quiz"
_N = 12
_SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Wrong:
    """An item with what is wrong with it."""

    item: Item
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuizReport:
    """The items checked, by type and by kind of organisation, and those with something wrong.

    `repeated` are pairs asked twice in one paper; `letters` how often each letter is right in single choices, `true`
    the share of true statements, `longest` how often the right choice alone is the longest, `unstable` the papers that
    one seed made twice differently.
    """

    name: str
    items: int
    by_type: Mapping[str, int]
    by_scope: Mapping[str, int]
    wrong: tuple[Wrong, ...]
    repeated: int
    letters: Mapping[str, int]
    true: float
    longest: float
    unstable: int

    @property
    def means(self) -> dict[str, float]:
        """The shares that have gates."""
        return {"items_right": 1 - len(self.wrong) / self.items if self.items else 0.0,
                "once": 1.0 if not self.repeated else 0.0, "stable": 1.0 if not self.unstable else 0.0}


def evaluate_quiz(folders: Sequence[Path] = (CORPUS, UNSEEN)) -> QuizReport:
    """Makes quizzes from the documents of each folder and checks every item that they hold."""
    found: dict[tuple[str, ...], Item] = {}
    wrong: list[Wrong] = []
    repeated = unstable = 0
    for folder in folders:
        held = shelve(folder)
        texts = Texts(held.clauses, held.titles)
        maker = Maker(shelf(held.clauses, texts.duties, held.titles))
        for paper, again in papers(maker):
            unstable += paper != again
            repeated += twice(paper)
            for item in paper:
                key = (folder.name, item.type, item.question, *item.options, *item.key)
                if key not in found:
                    found[key] = item
                    if said := problems(item, texts):
                        wrong.append(Wrong(item, tuple(said)))
    items = list(found.values())
    single = [i for i in items if i.type == "single"]
    judged = [i for i in items if i.type == "truefalse"]
    return QuizReport(
        NAME, len(items), Counter(i.type for i in items), Counter(i.scope for i in items), tuple(wrong), repeated,
        Counter(i.key[0] for i in single), _share(sum(i.key == ("对",) for i in judged), len(judged)),
        _share(sum(_is_longest(i) for i in single), len(single)), unstable)


def papers(maker: Maker) -> Iterator[tuple[tuple[Item, ...], tuple[Item, ...]]]:
    """Papers on everything, on every topic and for every kind of organisation, each made twice."""
    kinds = list(dict.fromkeys(s for c in maker.shelf.clauses for s in c.scope))
    wanted: list[tuple[list[str], list[str]]] = [([], []), *(([], [k]) for k in kinds)]
    wanted += [([t.name], []) for t in topics()]
    for names, scopes in wanted:
        try:
            drafts = maker.drafts(about(names, maker.shelf), scopes)
        except QuestionError:  # these documents do not speak of it
            continue
        for seed in _SEEDS:
            yield pick(drafts, n=_N, seed=seed), pick(drafts, n=_N, seed=seed)
            if not names:
                for t in TYPES:
                    yield pick(drafts, n=_N, seed=seed, types=[t]), pick(drafts, n=_N, seed=seed, types=[t])


def twice(paper: Sequence[Item]) -> int:
    """How many pairs of a paper ask the same: on the same words, or in nearly the same."""
    return sum(_same(a, b) for n, a in enumerate(paper) for b in paper[n + 1:])


def _same(a: Item, b: Item) -> bool:
    if a.clause == b.clause and a.start < b.end and b.start < a.end:
        return True
    x, y = terms(a.quote), terms(b.quote)
    return len(x | y) > 3 and len(x & y) > 0.85 * len(x | y)


def _is_longest(item: Item) -> bool:
    right = {item.options["ABCDEFGH".index(k)] for k in item.key}
    return min(map(len, right)) > max((len(o) for o in item.options if o not in right), default=99)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
