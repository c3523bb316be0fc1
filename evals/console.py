"""Printing an evaluation: tables on the terminal or JSON, and a report page on request."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.checklists import LABELS, ChecklistsReport, evaluate_checklists
from evals.checklists import NAME as CHECKLISTS
from evals.evaluate import ANSWERING, SETS, SetReport, as_object, evaluate
from evals.gates import Gate, Gated, broken, gated_sets, gates
from evals.measures import Score
from evals.quiz.printed import lines
from evals.quiz.run import NAME as QUIZ
from evals.quiz.run import QuizReport, evaluate_quiz
from evals.run import PRODUCT
from evals.settings import EvaluationSettings
from evals.stard import evaluate_stard
from evals.topics import LABELS as TOPIC_LABELS
from evals.topics import NAME as TOPICS
from evals.topics import TopicsReport, evaluate_topics
from evals.wordings import WORDING_SETS, WordingsReport, evaluate_wordings, rows
from kb.config import Settings
from kb.environment import read
from kb.errors import ReadError
from kb.search.index.embedder import Embedder, OnnxEmbedder
from kb.search.index.model import ensure_model

DEFAULT = (*SETS, "wordings", CHECKLISTS, TOPICS, QUIZ)
KNOWN = (*DEFAULT, "dev", "wordings-dev", "train")
_ANSWERS = {"finding@1": "首条依据正确", "value": "数值等答案正确", "leading": "结论里就答对",
            "coverage": "多条依据的覆盖",
            "precision": "依据中正确的比例", "false_refusal": "误拒（越低越好）", "refusal_near": "拒答：似是而非",
            "refusal_other": "拒答：无关与闲聊",
            "verbatim": "逐字引用", "numbers_backed": "数字有依据"}


def run_evaluation(settings: Settings, *, sets: Sequence[str] = (), as_json: bool = False,
                   report: Path | None = None, stard: Path | None = None) -> list[str]:
    """Evaluates, prints, and returns what fell below its gate. Raises ReadError where a set is unknown."""
    unknown = [s for s in sets if s not in KNOWN]
    if unknown:
        raise ReadError(f"没有这组评测题：{unknown[0]}。可用：{'、'.join(KNOWN)}。")
    chosen = sets or DEFAULT
    embedder = OnnxEmbedder(ensure_model(settings, lambda _: None), threads=settings.threads)
    reports = evaluate(embedder, sets=[s for s in chosen if s not in (*WORDING_SETS, CHECKLISTS, TOPICS, QUIZ)])
    worded = [evaluate_wordings(embedder, s) for s in chosen if s in WORDING_SETS]
    listed = [evaluate_checklists()] if CHECKLISTS in chosen else []
    compared = [evaluate_topics()] if TOPICS in chosen else []
    asked = [evaluate_quiz()] if QUIZ in chosen else []
    general = _general_check(embedder, stard)
    if as_json:
        print(json.dumps({"sets": as_object(reports), "wordings": [asdict(w) for w in worded],
                          "checklists": [asdict(c) for c in listed], "topics": [asdict(t) for t in compared],
                          "quiz": [asdict(q) for q in asked], "stard": {
            system: {m: asdict(s) for m, s in scores.items()} for system, scores in general.items()}},
            ensure_ascii=False))
    else:
        console = Console(width=120)
        for r in reports:
            print_set(console, r)
        for w in worded:
            _print_wordings(console, w)
        for c in listed:
            _print_checklists(console, c)
        for t in compared:
            _print_topics(console, t)
        for q in asked:
            _print_quiz(console, q)
        if general:
            _print_general(console, general)
    if report is not None:
        from evals.report import write_report

        write_report(reports, worded, report, asked)
    return broken([*reports, *worded, *listed, *compared, *asked])


def run_gates(settings: Settings, *, as_json: bool = False) -> list[str]:
    """Measures what has a gate, prints both side by side with the gate it would justify; returns what fell below."""
    embedder = OnnxEmbedder(ensure_model(settings, lambda _: None), threads=settings.threads)
    reports: list[Gated] = [*evaluate(embedder, sets=[s for s in SETS if s in gated_sets()], baselines=False),
                            *(evaluate_wordings(embedder, s) for s in WORDING_SETS if s in gated_sets()),
                            *([evaluate_checklists()] if CHECKLISTS in gated_sets() else []),
                             *([evaluate_topics()] if TOPICS in gated_sets() else []),
                             *([evaluate_quiz()] if QUIZ in gated_sets() else [])]
    if as_json:
        print(json.dumps([asdict(g) | {"proposed": g.proposed} for g in gates(reports)], ensure_ascii=False))
    else:
        Console(width=120).print(_gate_table(gates(reports)))
    return broken(reports)


def _gate_table(held: Sequence[Gate]) -> Table:
    table = Table(title="门槛")
    for name in ("组", "指标", "测得", "门槛", "可抬到"):
        table.add_column(name, justify="left" if name in ("组", "指标") else "right")
    for g in held:
        table.add_row(g.set_name, g.measure, f"{g.measured:.3f}", f"{g.bound:.3f}" + ("" if g.holds else " 低于门槛"),
                      f"{g.proposed:.3f}" if g.proposed != g.bound else "")
    return table


def _general_check(embedder: Embedder, stard: Path | None) -> dict[str, dict[str, Score]]:
    path = stard or read(EvaluationSettings).stard
    if path is None or not path.is_file():
        print("没有 STARD 文件，跳过通用检验（可用 --stard 或 KB_STARD 指定 train.json）。", file=sys.stderr)
        return {}
    return evaluate_stard(path, embedder)


def _print_general(console: Console, general: Mapping[str, Mapping[str, Score]]) -> None:
    table = Table(title="通用检验 · STARD 中没有用于训练的一半")
    for name in ("系统", *next(iter(general.values()))):
        table.add_column(name, justify="left" if name == "系统" else "right")
    for system, scores in general.items():
        table.add_row(system, *(_interval(s) for s in scores.values()))
    console.print(table)


def print_set(console: Console, r: SetReport) -> None:
    """The tables of one set."""
    measures = r.retrieval[PRODUCT]
    answerable = next(iter(measures.values())).n
    table = Table(title=f"检索 · {r.name}（{answerable} 道有答案的题）")
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
    median, p95 = r.milliseconds[ANSWERING]
    table.add_row("作答用时 ms（中位 / p95）", "", f"{median:.1f} / {p95:.1f}")
    console.print(table)


def _print_wordings(console: Console, report: WordingsReport) -> None:
    table = Table(title=f"问法 · {report.name}（{report.questions} 题）")
    for name in ("指标", "语料", "从没见过的文件"):
        table.add_column(name, justify="left" if name == "指标" else "right")
    for label, *scores in rows(report):
        table.add_row(label, *("–" if s is None else f"{_interval(s)}  {s.n:3}" for s in scores))
    console.print(table)


def _print_checklists(console: Console, report: ChecklistsReport) -> None:
    table = Table(title=f"清单 · {len(report.pairs)} 对角色与单位")
    for name in ("角色×单位", *LABELS.values()):
        table.add_column(name, justify="left" if name == "角色×单位" else "right")
    for p in report.pairs:
        table.add_row(p.name, *(f"{p.measures[m]:.3f}" if m in p.measures else "–" for m in LABELS))
    table.add_row("平均", *(f"{report.means[m]:.3f}" for m in LABELS))
    console.print(table)
    for p in report.pairs:
        for said, wrong in (("缺", p.missed), ("多", p.extra)):
            for row in wrong:
                console.print(f"{p.name} {said}：{row}", markup=False)


def _print_topics(console: Console, report: TopicsReport) -> None:
    table = Table(title=f"专题对照 · {len(report.topics)} 个专题")
    for name in ("专题", *TOPIC_LABELS.values()):
        table.add_column(name, justify="left" if name == "专题" else "right")
    for t in report.topics:
        table.add_row(t.name, *(f"{t.measures[m]:.3f}" for m in TOPIC_LABELS))
    table.add_row("平均", *(f"{report.means[m]:.3f}" for m in TOPIC_LABELS))
    console.print(table)
    for t in report.topics:
        for said, wrong in (("缺", t.missed), ("多", t.extra)):
            for row in wrong:
                console.print(f"{t.name} {said}：{row}", markup=False)


def _print_quiz(console: Console, report: QuizReport) -> None:
    for line in lines(report):
        console.print(line, markup=False)


def _interval(s: Score) -> str:
    return f"{s.mean:.3f} [{s.low:.3f}, {s.high:.3f}]"


def _mean(s: Score | None) -> str:
    return "–" if s is None else f"{s.mean:.3f}"
