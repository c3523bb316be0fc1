"""Every question that may be asked (全部备选题) on a topic in some kinds of organisation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from kb.language.vocabulary import GENERAL_SCOPE
from kb.training.quiz.about import About
from kb.training.quiz.draft import Draft
from kb.training.quiz.duty import Duty, duties
from kb.training.quiz.enumerations import enumerations
from kb.training.quiz.figures import figure_drafts
from kb.training.quiz.groups import group_drafts
from kb.training.quiz.lists import clause_drafts, duty_drafts, list_drafts, term_drafts
from kb.training.quiz.rivals import Rivals
from kb.training.quiz.shelf import Shelf
from kb.training.quiz.whose import Lists
from kb.types import Clause

_KEPT = 64  # papers asked for lately


class Maker:
    """Makes questions from a shelf; what it knows of the shelf is found once."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._duties = duties(shelf)
        self._rivals = Rivals(shelf, self._duties)
        self._lists = enumerations(shelf)
        self._whose = Lists(shelf)
        self._made: OrderedDict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Draft, ...]] = OrderedDict()
        self._making = threading.Lock()

    def drafts(self, about: About, scopes: Sequence[str]) -> tuple[Draft, ...]:
        """Every question about the topics that holds for one of the kinds of organisation, or for any without one."""
        key = (about.names, tuple(scopes))
        with self._making:
            made = self._made.get(key)
            if made is None:
                made = tuple(d for d in self._all(about, scopes)
                             if about.words("\n".join((d.question, d.quote, *d.clause.path[-1:]))))
                self._made[key] = made
                if len(self._made) > _KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
        return made

    def _all(self, about: About, scopes: Sequence[str]) -> Iterator[Draft]:
        asked = [d for d in self._duties if about.duty(d)]
        for d in asked:
            for scope in _scope(d.clause, scopes):
                yield from figure_drafts(d, scope, self._rivals)
                yield from duty_drafts(d, scope)
        for c in dict.fromkeys(d.clause.id for d in asked):
            own = [d for d in self._duties if d.clause.id == c]
            beside = [d for d in self._duties if d.clause.id != c and _of_list(d) == _of_list(own[0])]
            for scope in _scope(own[0].clause, scopes):
                yield from group_drafts(own, beside, scope, self._rivals)
        for e in self._lists:
            if about.words(e.title + "".join(e.items)):
                for scope in _scope(e.clause, scopes):
                    yield from list_drafts(e, self._lists, self.shelf, scope)
        clauses = [c for c in self.shelf.clauses if about.clause(c)]
        for clause in clauses:
            for scope in _scope(clause, scopes):
                yield from clause_drafts(clause, self.shelf, scope)
                yield from self._whose.drafts(clause, scope)
                yield from term_drafts(self.shelf, [clause], scope)


def _of_list(d: Duty) -> tuple[str, str]:
    return d.clause.document_id, d.clause.list_title


def _scope(clause: Clause, scopes: Sequence[str]) -> tuple[str, ...]:
    """The kind of organisation that a clause is asked for: the first wanted one that it binds, in its own order."""
    if not scopes:
        return clause.scope[:1]
    if GENERAL_SCOPE in clause.scope:
        return tuple(scopes[:1])
    return tuple(s for s in clause.scope if s in scopes)[:1]
