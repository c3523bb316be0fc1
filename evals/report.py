"""One self-contained HTML page of an evaluation: plots per category, the refusal curve, and the worst misses."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib
from jinja2 import Environment, PackageLoader, select_autoescape
from matplotlib.figure import Figure

from evals.evaluate import SetReport
from evals.quiz.printed import lines
from evals.quiz.run import QuizReport
from evals.run import PRODUCT
from evals.wordings import WordingsReport, rows

matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["svg.hashsalt"] = "evaluation"
_INK, _RED, _GREY = "#333333", "#a8201a", "#b9b1a6"


def write_report(reports: Sequence[SetReport], worded: Sequence[WordingsReport], path: Path,
                 asked: Sequence[QuizReport] = ()) -> None:
    """Writes the page; it loads nothing from elsewhere."""
    environment = Environment(loader=PackageLoader("evals", "templates"), autoescape=select_autoescape())
    pages = [{"report": r, "categories": _categories(r), "systems": _systems(r), "refusal": _refusal(r)}
             for r in reports]
    tables = [{"report": w, "rows": rows(w)} for w in worded]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(environment.get_template("report.html").render(pages=pages, tables=tables, product=PRODUCT,
                                                                   asked=[list(lines(q)) for q in asked]),
                    encoding="utf-8")


def _categories(r: SetReport) -> str:
    rows = [(c, s["success@1"]) for c, s in r.by_category.items() if "success@1" in s]
    figure = Figure(figsize=(8, 0.4 * len(rows) + 0.8))
    axes = figure.subplots()
    for y, (_, s) in enumerate(rows):
        axes.barh(y, s.mean, color=_RED, height=0.6)
        axes.plot([s.low, s.high], [y, y], color=_INK, linewidth=1.5)
    axes.set_yticks(range(len(rows)), [f"{c}（{s.n}）" for c, s in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_title("success@1 按类别，横线为 95% 区间")
    return _svg(figure)


def _systems(r: SetReport) -> str:
    rows = [(name, s["success@1"].mean, s["success@5"].mean) for name, s in r.retrieval.items()]
    figure = Figure(figsize=(8, 0.4 * len(rows) + 0.8))
    axes = figure.subplots()
    for y, (_, first, five) in enumerate(rows):
        axes.barh(y, five, color=_GREY, height=0.6)
        axes.barh(y, first, color=_RED, height=0.6)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_title("各系统 success@1（红）与 success@5（灰）")
    return _svg(figure)


def _refusal(r: SetReport) -> str:
    if not r.refusal_curve:
        return ""
    figure = Figure(figsize=(6, 4))
    axes = figure.subplots()
    x = [p["threshold"] for p in r.refusal_curve]
    curves = (("false_refusal", "误拒（有答案的题）", _INK), ("refusal_near", "拒答（似是而非）", _RED),
              ("refusal_other", "拒答（无关与闲聊）", _GREY))
    for key, label, colour in curves:
        axes.plot(x, [p[key] for p in r.refusal_curve], color=colour, label=label)
    axes.axvline(r.answer_at, color=_GREY, linestyle=":")
    axes.set_xlabel("判定门槛（虚线为所用的值）")
    axes.set_ylim(0, 1)
    axes.legend()
    axes.set_title("拒答的校准曲线")
    return _svg(figure)


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None})
    return out.getvalue()[out.getvalue().index("<svg"):]
