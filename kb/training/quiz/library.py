"""A quiz on what a library holds (知识库出题): the asker's words checked, the documents in force read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE, scope_named, scopes
from kb.store.library import Library
from kb.training.item import Item, ItemType
from kb.training.quiz.about import about
from kb.training.quiz.drafts import Maker
from kb.training.quiz.pick import pick
from kb.training.quiz.shelf import Shelf, shelf
from kb.types import OUT_OF_FORCE
from kb.validity.parts import gone_on, rules_of

MOST = 200


def library_quiz(library: Library, *, topics: Sequence[str] = (), kinds: Sequence[str] = (), n: int = 10, seed: int = 1,
                 types: Sequence[ItemType] = (), clauses: Collection[str] = ()) -> tuple[Item, ...]:
    """At most `n` items on the topics, everything without one, for the kinds of organisation, any without one; where
    ids of `clauses` are given, on these alone.

    Raises QuestionError: an unknown kind, a topic that no clause speaks of, a number out of bounds, or nothing to ask.
    """
    if not 1 <= n <= MOST:
        raise QuestionError(f"题数不对：{n}。请在 1 到 {MOST} 之间选。")
    wanted = [_kind(k) for k in kinds]
    with library.snapshot() as seen:
        maker = _maker(library_shelf(seen), seen.revision())
    drafts = maker.drafts(about([t for t in topics if t.strip()], maker.shelf), wanted)
    drafts = tuple(d for d in drafts if not clauses or d.clause.id in clauses)
    found = pick(drafts, n=n, seed=seed, types=types)
    if not found:
        raise QuestionError(f"出不了题：{'、'.join(topics) or '知识库'}里没有说得清次数、时间、数量或内容的条款。"
                            "请换个主题、单位或题型。")
    return found


def library_shelf(library: Library) -> Shelf:
    """The clauses of the documents in force today, with their obligations."""
    titles = {i: title for i, (title, status) in library.titles().items() if status not in OUT_OF_FORCE}
    clauses, found = rules_of(library.clauses(), library.obligations(), library.today())
    return shelf([c for c in clauses if not gone_on(c, library.today())], found, titles)


class _Last:
    """What was made of a library last."""

    def __init__(self) -> None:
        self.key: object = None
        self.maker: Maker | None = None


@lru_cache(maxsize=1)
def _last() -> _Last:
    return _Last()


def _maker(material: Shelf, revision: str) -> Maker:
    key = (revision, tuple(sorted(material.titles.items())))
    last = _last()
    if last.maker is None or last.key != key:
        last.key, last.maker = key, Maker(material)
    return last.maker


def _kind(name: str) -> str:
    kind = scope_named(name)
    if kind is None:
        held = "、".join([*(s.name for s in scopes()), GENERAL_SCOPE])
        raise QuestionError(f"没有这类单位：{name.strip()[:20] or '（空）'}。可用：{held}。")
    return kind
