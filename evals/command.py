"""Printing an evaluation: tables on the terminal or JSON, and a report page on request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.evaluate import SetReport, as_object, check_gates, evaluate
from evals.measures import Score
from kb.config import Settings

SETS = ("test", "cross", "unseen")
_ANSWERS = {"finding@1": "首条依据正确", "value": "数值等答案正确", "coverage": "多条依据的覆盖",
            "precision": "依据中正确的比例", "false_refusal": "误拒（越低越好）", "refusal_near": "拒答：似是而非",
            "refusal_other": "拒答：无关与闲聊",
            "verbatim": "逐字引用", "numbers_backed": "数字有依据"}


def run_evaluation(settings: Settings, *, sets: Sequence[str] = (), as_json: bool = False,
                   report: Path | None = None) -> list[str]:
    """Evaluates, prints, and returns what fell below its gate."""
    reports = evaluate(settings, sets=sets or SETS)
    if as_json:
        print(json.dumps(as_object(reports), ensure_ascii=False))
    else:
        console = Console(width=120)
        for r in reports:
            print_set(console, r)
    if report is not None:
        from evals.report import write_report

        write_report(reports, report)
    return check_gates(reports)


def print_set(console: Console, r: SetReport) -> None:
    """The tables of one set."""
    measures = list(r.retrieval["本系统"])
    table = Table(title=f"检索 · {r.name}（{r.retrieval['本系统'][measures[0]].n} 道有答案的题）")
    for name in ("系统", *measures, "中位 ms", "p95 ms"):
        table.add_column(name, justify="left" if name == "系统" else "right")
    for system, scores in r.retrieval.items():
        median, p95 = r.milliseconds[system]
        table.add_row(system, *(f"{scores[m].mean:.3f}" for m in measures), f"{median:.1f}", f"{p95:.1f}")
    console.print(table)
    table = Table(title=f"分类 · {r.name}")
    for name in ("类别", "题数", "success@1（95% 区间）", "success@5", "首条依据正确", "答案正确"):
        table.add_column(name, justify="left" if name == "类别" else "right")
    for category, scores in r.by_category.items():
        answers = r.answers_by_category.get(category, {})
        table.add_row(category, str(scores["success@1"].n), _interval(scores["success@1"]),
                      f"{scores['success@5'].mean:.3f}", _mean(answers.get("finding@1")), _mean(answers.get("value")))
    console.print(table)
    table = Table(title=f"回答 · {r.name}")
    for name in ("指标", "题数", "分数（95% 区间）"):
        table.add_column(name, justify="left" if name == "指标" else "right")
    for measure, label in _ANSWERS.items():
        if measure in r.answers:
            table.add_row(label, str(r.answers[measure].n), _interval(r.answers[measure]))
    median, p95 = r.milliseconds["作答"]
    table.add_row("作答用时 ms（中位 / p95）", "", f"{median:.1f} / {p95:.1f}")
    console.print(table)


def _interval(s: Score) -> str:
    return f"{s.mean:.3f} [{s.low:.3f}, {s.high:.3f}]"


def _mean(s: Score | None) -> str:
    return "–" if s is None else f"{s.mean:.3f}"
