"""Questions that a clause was named for (指定的条款): which, while the clause is there and says what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.language.tokenizer import normalize
from kb.question.finder import Finder
from kb.types import Clause, Pin


class Pinned:
    """The pins that hold over these clauses. A question has a pin where it is the same but for how it is typed."""

    def __init__(self, pins: Sequence[Pin], clauses: Mapping[str, Clause], finder: Finder) -> None:
        """`clauses` are those in force, by id."""
        self._finder = finder
        held = [p for p in pins if p.clause_id in clauses and clauses[p.clause_id].text == p.text]
        self._clauses = {self._form(p.question): clauses[p.clause_id] for p in held}

    def clause_for(self, question: str) -> Clause | None:
        """The clause that was named for a question that stands alone."""
        return self._clauses.get(self._form(question)) if self._clauses else None

    def _form(self, question: str) -> str:
        return "".join(ch for ch in normalize(self._finder.tidy(question)) if ch.isalnum())
