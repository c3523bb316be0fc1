"""A self-check from a file or a pasted text to its report (作对照检查)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.answer.opening import open_finder
from kb.checklist.items import Checklist
from kb.checklist.selfcheck.check import selfcheck
from kb.checklist.selfcheck.plan import Plan, plan_of
from kb.checklist.selfcheck.report import Report
from kb.checklist.selfcheck.verdicts import VerdictName
from kb.checklist.selfcheck.wanted import Cut
from kb.config import Settings
from kb.errors import ModelError, ReadError, SearchIndexError
from kb.ingest.confined.blocks import read_blocks
from kb.ingest.readers.reading import PrintedLine, Reading, fits
from kb.language.tokenizer import Tokenizer, dictionary
from kb.search.index.embedder import Embedder

# Characters; a branch's plan for a year has some thousands, its records of a year some ten thousands.
MOST = 200_000


@dataclass(frozen=True, slots=True)
class Comparing:
    """What texts are compared with: how words are cut, and by meaning where there is a sentence model."""

    cut: Cut
    embedder: Embedder | None = None

    @classmethod
    def of_settings(cls, settings: Settings) -> Comparing:
        """What an installation has; without index or model, the words alone."""
        try:
            finder = open_finder(settings)
        except (ModelError, SearchIndexError):
            return cls(Tokenizer(dictionary()))
        return cls(finder.tokenizer, finder.embedder)


def pasted(text: str) -> Reading:
    """A text as it was pasted, line by line."""
    return Reading(tuple(PrintedLine(line) for line in text.splitlines()), "pasted")


def read_plan(path: Path, *, name: str = "") -> Reading:
    """The file of a plan, which was uploaded under `name`. Raises ReadError."""
    return bounded(read_blocks(path), name or path.name)


def bounded(reading: Reading, name: str) -> Reading:
    """The reading, if it is one of a plan. Raises ReadError where it says nothing, or far too much."""
    if reading.blank:
        raise ReadError(f"{name}里没有文字。请给出计划或记录的正文。")
    if not fits(reading, MOST):
        raise ReadError(f"{name}太长：超过 {MOST} 字。请只留一年的计划或记录。")
    return reading


def checked(reading: Reading, name: str, draw: Callable[[int], Checklist], comparing: Comparing, *, year: int | None,
            today: date, corrections: Mapping[str, VerdictName] | None = None) -> Report:
    """The report on a plan. `draw` draws up the checklist of a year: the one given, or that the plan names, or today's.
    """
    plan: Plan = plan_of(reading)
    named = plan.year()
    wanted = draw(year or named or today.year)
    verdicts = selfcheck(wanted, plan, cut=comparing.cut, embedder=comparing.embedder)
    return Report(wanted, verdicts, plan.title, name, named, reading.warnings, corrections or {})
