"""Questions, analysed clauses and evidence made by hand; no library and no model."""

from __future__ import annotations

from kb.answer.evidence import Evidence
from kb.ingest.analysis import ClauseAnalysis, Stretch, analyse
from kb.question.question import Question
from kb.types import Citation, Clause, Obligation
from tests.search.samples import clause

# A question that asks nothing: tests say what theirs has beside it.
PLAIN = Question(text="", kind="what", roles=(), scopes=(), topic=(), counts=False, content="", words=())


def analysed(text: str, *, path: tuple[str, ...] = (), above: str = "", list_title: str = "责任清单",
             roles: tuple[str, ...] = (), scope: tuple[str, ...] = ("通用",), identity: str = "c") -> ClauseAnalysis:
    return analyse(clause(identity, text, path=path, list_title=list_title, roles=roles, scope=scope), above)


def at(analysis: ClauseAnalysis, stretch: Stretch, *, unit: int = 0, coverage: float = 1.0, whole: float = 1.0,
       close: float = 0.0) -> Evidence:
    """Evidence at a stretch of a clause, quoting nothing but it."""
    return Evidence(analysis, stretch, stretch.start, stretch.end, coverage, whole, unit, close, stretch.obligation)


def pair(of: Clause, words: str, value: str | None = None, period: str | None = None, subject: str | None = None
         ) -> tuple[Clause, Citation]:
    """A clause with the finding that quotes these words of it."""
    start = of.text.index(words)
    return of, Citation(of.id, words, start, start + len(words), value, period, subject, of.scope)


def obligation(*, period: str | None = None, unit: str | None = None, deadline: str | None = None) -> Obligation:
    return Obligation("c", "", 0, 0, None, "", period, None if unit is None else 1.0, None if unit is None else "=",
                      unit, deadline, None if unit is None else f"1{unit}")
