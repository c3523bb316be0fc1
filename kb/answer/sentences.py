"""Which sentence of a clause answers (取句): its sentences compared with the question, as its figures are for a number.

The weights of the comparison are kb/data/sentences.json, made again by `make model`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from kb.answer.doers import doers
from kb.answer.evidence import case_held
from kb.answer.facts import explained, shown
from kb.answer.owner import owner_fit
from kb.ingest.analysis import ClauseAnalysis, Stretch, pairs_of
from kb.language.pairs import bigrams, flat
from kb.language.quantities import mentions
from kb.language.sentences import phrases
from kb.question.asking import pattern
from kb.question.question import Question
from kb.search.columns import assemble
from kb.search.index.embedder import Vectors

NAMES = ("own", "alone", "phrase", "best_own", "best_phrase", "close", "closest", "first", "short", "length", "before",
         "after", "owner", "case", "outcome", "met", "item", "leads_on", "defines", "explains", "passes_on", "doer",
         "other_doer", "names", "shown", "listed", "modal", "number", "done")
_SHORT, _LONG = 15, 150
_CASE = re.compile("的[，,]|的由")
_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[①-⑳])")
_DEFINES = re.compile("是指|指的是|，即|即：|：即|分为|指")
_MODAL = re.compile("不得|不能|不予|禁止|可以|可|应当|须")
_ENUMERATES = re.compile("包括|下列|以下|是指|主要有|[：:]")
_FEW = 2


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a clause compared with a question: their rows of NAMES and the score of each."""

    rows: Vectors
    scores: Vectors

    @property
    def likely(self) -> Vectors:
        """How likely (0 to 1) each answers."""
        return _likely(self.scores)

    @property
    def reading(self) -> Vectors:
        """What the likeliest is like: its score, how likely it is among them, its row of NAMES."""
        best = int(np.argmax(self.scores))
        likely = 1 / np.exp(self.scores - self.scores[best]).sum()
        return np.array([self.scores[best], likely, *self.rows[best]], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Weights over NAMES, and those where a figure is asked for: there the first sentence, which rules what is usual,
    is the likelier, elsewhere it often only names the matter.
    """

    weights: Vectors
    figures: Vectors

    def read(self, question: Question, analysis: ClauseAnalysis, near: Sequence[float],
             rarity: Callable[[str], float]) -> Sentences:
        """The sentences of a clause compared with the question; `near` are their cosines with it."""
        rows = compared(question, analysis, near, rarity)
        return Sentences(rows, rows @ self.weights)

    def holding_figure(self, found: Sentences) -> Vectors:
        """The same where a figure is asked for."""
        return _likely(found.rows @ self.figures)


def _likely(scores: Vectors) -> Vectors:
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum(), dtype=np.float32)


def sentence_of(question: Question, analysis: ClauseAnalysis, likely: Sequence[float]) -> Stretch:
    """The sentence of a clause that answers best, by how likely each does."""
    return analysis.sentences[_ruling(question, analysis, int(np.argmax(likely)))]


def _ruling(question: Question, analysis: ClauseAnalysis, n: int) -> int:
    """The sentence that says what follows, where the n-th is one of the cases that it leads in and that is asked for.

    有下列情形之一的，取消评优资格：（一）无故缺席的 is asked by 无故缺席会怎样.
    """
    text = analysis.clause.text
    said = [text[s.start:s.end].rstrip() for s in analysis.sentences]
    if not pattern("outcome").search(question.text) or not _ITEM.match(said[n]):
        return n
    return next((k for k in range(n - 1, -1, -1) if said[k][-1:] in "：:" or "：（" in said[k]), n)


def compared(question: Question, analysis: ClauseAnalysis, near: Sequence[float], rarity: Callable[[str], float]
             ) -> Vectors:
    """The rows of NAMES for the sentences of a clause, shape (len(sentences), len(NAMES))."""
    wanted = {p: rarity(p) for part in question.content.split() for p in bigrams(part)}
    heads = pairs_of(analysis.heads)
    told = {p: w for p, w in wanted.items() if p not in heads} or wanted
    held = [pairs_of(s.flat) for s in analysis.sentences]
    rows = [_row(question, analysis, n, told, held) for n in range(len(held))]
    columns = {n: np.array([r.get(n, 0.0) for r in rows], dtype=np.float32) for n in NAMES}
    columns["close"] = np.array(near, dtype=np.float32)
    for best, of in (("best_own", "own"), ("best_phrase", "phrase"), ("closest", "close")):
        columns[best] = (columns[of] >= columns[of].max() - 1e-6).astype(np.float32)
    return assemble(NAMES, columns)


def _row(question: Question, analysis: ClauseAnalysis, n: int, told: Mapping[str, float],
         held: Sequence[frozenset[str]]) -> dict[str, float]:
    s, own = analysis.sentences[n], held[n]
    text = analysis.clause.text[s.start:s.end]
    before, after = ({p for p in bigrams(words)} for words in question.beside)
    parts = [pairs_of(flat(text[start:end])) for start, end in phrases(text)]
    alone = {p: w for p, w in told.items() if sum(p in other for other in held) == 1}
    return {"own": _share(told, own, told), "alone": _share(alone, own, told),
            "done": float(bool(question.done) and question.done in s.flat),
            "phrase": max((_share(told, p, told) for p in parts), default=0.0), "first": float(n == 0),
            "short": float(len(text) < _SHORT), "length": min(len(text), _LONG) / _LONG,
            "before": _part(before, own), "after": _part(after, own), "owner": float(owner_fit(question, s)),
            "case": float(case_held(question, text)), **_fits(question, s, text, parts, told)}


def _fits(question: Question, s: Stretch, text: str, parts: Sequence[frozenset[str]], told: Mapping[str, float]
          ) -> dict[str, float]:
    """How a sentence fits the kind of thing that is asked for."""
    out: dict[str, float] = {}
    if pattern("outcome").search(question.text):
        case = _CASE.search(text)
        out |= {"outcome": float(case is not None), "item": float(bool(_ITEM.match(text))),
                "leads_on": float(text.rstrip()[-1:] in "：:"),
                "met": _share(told, pairs_of(flat(text[:case.start()])), told) if case else 0.0}
    if question.kind == "definition":
        out |= {"defines": float(bool(_DEFINES.search(text))), "explains": float(explained(question, text) > 0)}
    elif question.seeks_recipient:
        out["passes_on"] = float(bool(pattern("passes_on").search(text)))
    elif question.kind == "who":
        led = [d for d in doers(text) if d.led]
        out |= {"doer": float(bool(led)), "other_doer": float(any(d.who not in question.text for d in led)),
                "names": float(any(name not in question.roles for name in s.roles))}
    else:
        out["shown"] = float(shown(question, text, text) > 0)
    if question.kind == "list":
        out["listed"] = float(text.count("、") >= _FEW) + float(bool(_ENUMERATES.search(text)))
    if question.kind == "yesno":
        out["modal"] = float(bool(_MODAL.search(text)))
    if question.slots or question.counts or question.kind == "when":
        out["number"] = float(bool(mentions(text)))
    return out


def _share(told: Mapping[str, float], held: frozenset[str], of: Mapping[str, float]) -> float:
    return sum(w for p, w in told.items() if p in held) / (sum(of.values()) or 1.0)


def _part(wanted: set[str], held: frozenset[str]) -> float:
    return sum(p in held for p in wanted) / max(1, len(wanted))


@cache
def load_sentence_reader() -> SentenceReader:
    """What ships with the program."""
    data = json.loads(files("kb.data").joinpath("sentences.json").read_text(encoding="utf-8"))
    words, figures = (np.array([data[kind][n] for n in NAMES], dtype=np.float32) for kind in ("words", "figures"))
    return SentenceReader(words, figures)
