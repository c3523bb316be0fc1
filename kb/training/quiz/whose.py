"""Questions on whose list says something (谁的清单): for duties without a number, where a document has a list for each.

What is asked is where the words are printed, so the clauses decide: another owner stands beside the right one only
where nothing in his lists may mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.answer.points import own_number
from kb.language.quantities import mentions
from kb.training.quiz.draft import Draft
from kb.training.quiz.duty import list_owner
from kb.training.quiz.enumerations import stranger, titled
from kb.training.quiz.shelf import Shelf, binds, lead
from kb.training.quiz.window import fit
from kb.training.quiz.wording import limit, pattern, phrase
from kb.types import Clause

_SENTENCE = re.compile(r"[^。；;！？\n]+")
_LEAST = 2  # wrong owners at least


class Lists:
    """The lists of a document by whom each is for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._of: dict[str, dict[str, list[Clause]]] = {}
        for c in shelf.clauses:
            if (owner := _owner(c)) is not None:
                self._of.setdefault(c.document_id, {}).setdefault(owner, []).append(c)

    def drafts(self, clause: Clause, scope: str) -> Iterator[Draft]:
        """Whose list says what a clause says, sentence by sentence; of these without a number."""
        lists, own = self._of.get(clause.document_id, {}), _owner(clause)
        if own is None or len(lists) <= _LEAST:
            return
        title = self._shelf.title(clause)
        begin = lead(replace(clause, list_title="", path=()), title, scope, None)
        for start, end in _told(clause):
            if any(o.start < end and start < o.end for o in self._shelf.of(clause)):
                continue  # its number is asked for
            words = clause.text[start:end]
            wrong = tuple(o for o, held in lists.items() if o != own and own not in o and o not in own
                          and any(binds(c, scope) for c in held) and all(stranger(words, c) for c in held))
            if len(wrong) < _LEAST or any(o in words for o in (own, *wrong)):
                continue
            yield Draft("single", phrase("stem", "single_whose", lead=begin, words=words), (own,), wrong, scope,
                        clause, title, start, end, 2, words)
            asked = [phrase("stem", "truefalse_whose", lead=begin, words=words, owner=o) for o in (own, *wrong)]
            yield Draft("truefalse", asked[0], (), tuple(asked[1:]), scope, clause, title, start, end, 2, words)


def _owner(clause: Clause) -> str | None:
    """Whose list a clause stands in, where a heading calls it a list and him its owner."""
    owner = list_owner(clause)
    headings = (*clause.path, clause.list_title)
    return owner if owner and any(owner in h and pattern("its_list").search(h) for h in headings) else None


def _told(clause: Clause) -> Sequence[tuple[int, int]]:
    """Sentences of a clause that are understood alone and give no number."""
    named = titled(clause)
    out = []
    begin = named[1] if named and clause.text[named[1]:].strip() else own_number(clause.text)  # all it says is no title
    for m in _SENTENCE.finditer(clause.text, begin):
        words = m.group()
        start = m.start() + len(words) - len(words.lstrip())
        if joining := pattern("joining").match(words.lstrip()):
            start += joining.end()
        said = clause.text[start:m.end()].rstrip()
        fits = limit("statement") <= len(said) <= limit("told") and fit(said) and not mentions(said)
        if fits and not pattern("leaning").search(said) and not pattern("thin").match(said):
            out.append((start, start + len(said)))
    return out
