"""Asking (提问): `kb ask` and `kb search`."""

from __future__ import annotations

import gc
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import WholeNumber, print_json
from kb.config import load_settings

if TYPE_CHECKING:
    from kb.answer.dated import DatedAnswerer
    from kb.show.explain import Explanation
    from kb.types import Answer


@click.command(cls=ChineseCommand)
@click.argument("words", nargs=-1, metavar="[问题]")
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.jsonl",
              help="逐行回答：每行 {\"id\", \"question\", \"history\"}，输出同样的行数；- 为标准输入。")
@options.data
@options.as_json
@options.scope
@options.role
@options.as_of
@click.option("--explain", "explained", is_flag=True, help="说明回答是怎样作出的：怎样理解问题，比较了哪些条款。")
def ask(words: tuple[str, ...], batch: Path | None, data: str | None, as_json: bool, scope: str | None,
        role: str | None, as_of: str | None, explained: bool) -> None:
    """回答一个问题，附上所依据的条款。"""
    if (not words) == (batch is None):
        raise click.UsageError("请给出一个问题，或用 --batch 给出文件，二者取一")
    if batch is not None and explained:
        raise click.UsageError("--explain 只说明一个问题的回答，不能与 --batch 同用")
    if batch is None:
        gc.disable()  # one answer leaves little behind, and looking for it takes a tenth of the time
    from kb.search.index.opening import begin_opening

    settings = load_settings(data)
    model = begin_opening(settings)  # beside the imports, which take longer
    from kb.cli.offering import opened_answerer
    from kb.question.filters import checked_day, checked_question, checked_role, checked_scope
    from kb.types import Query

    scope, role, day = checked_scope(scope), checked_role(role), checked_day(as_of)
    question = checked_question(_joined(words))
    answerer = opened_answerer(settings, model)
    if batch is not None:
        _answer_batch(answerer, batch, scope=scope, role=role, as_of=day)
        return
    answer = answerer.answer(Query(question, scope=scope, role=role, as_of=day))
    if answer.link is not None:
        from kb.answer.opening import opened_library
        from kb.training.quiz.promised import promised

        with opened_library(settings) as library:
            answer = promised(answer, library)
    if answer.status == "invalid" and not as_json:
        from kb.errors import QuestionError

        raise QuestionError(answer.answer)
    explanation = _explanation(answerer, answer, scope, role, day) if explained and answer.status != "invalid" else None
    if as_json:
        from kb.show.explain import explanation_object
        from kb.show.objects import answer_object

        more = {} if explanation is None else {"explain": explanation_object(explanation)}
        print_json(answer_object(answer) | more)
        return
    from kb.cli.terminal import print_answer, print_explanation

    print_answer(answer)
    if explanation is not None:
        print_explanation(explanation)


@click.command(cls=ChineseCommand)
@click.argument("words", nargs=-1, required=True, metavar="词语")
@options.data
@options.as_json
@click.option("--retriever", type=click.Choice(["bm25", "vector", "hybrid"]), default="hybrid", help="检索方式。")
@click.option("-k", type=WholeNumber(1, 100), default=10, metavar="N", help="取前几条，默认 10。")
@options.as_of
@click.option("--repealed", is_flag=True, help="连同已废止和尚未施行的条款，各自标明。")
def search(words: tuple[str, ...], data: str | None, as_json: bool, retriever: Any, k: int, as_of: str | None,
           repealed: bool) -> None:
    """检索条款，只排序，不作答。"""
    from kb.search.index.opening import begin_opening

    settings = load_settings(data)
    model = begin_opening(settings)
    from kb.cli.offering import opened_answerer
    from kb.question.filters import checked_day

    day, query = checked_day(as_of), " ".join(words)
    found = opened_answerer(settings, model).search(query, retriever=retriever, k=k, as_of=day, everything=repealed)
    if as_json:
        from kb.show.objects import cited_object

        print_json({"query": query, "retriever": retriever, "clauses": [cited_object(c) for c in found]})
    else:
        from kb.cli.terminal import print_hits

        print_hits(query, found)


def _joined(words: tuple[str, ...]) -> str:
    """What was typed with blanks between as one question: 支委会 多久 开一次. Only words of Latin letters need them."""
    out = ""
    for word in words:
        apart = out[-1:].isascii() and out[-1:].isalnum() and word[:1].isascii() and word[:1].isalnum()
        out += f" {word}" if apart else word
    return out


def _explanation(answerer: DatedAnswerer, answer: Answer, scope: str | None, role: str | None, day: date | None
                 ) -> Explanation:
    from kb.show.explain import explain

    considered = answerer.consider(answer.understood_as or answer.question, scope=scope, role=role, as_of=day)
    return explain(considered, answer, answerer.documents)


def _answer_batch(answerer: DatedAnswerer, batch: Path, *, scope: str | None, role: str | None,
                  as_of: date | None) -> None:
    from kb.cli.batch import answer_lines, read_lines

    bad = 0
    for out in answer_lines(answerer, read_lines(batch), scope=scope, role=role, as_of=as_of):
        bad += "error" in out
        print_json(out)
    sys.stdout.flush()
    if bad:
        click.echo(f"有 {bad} 行不是可用的问题，已在对应行的 error 里说明。", err=True)
        sys.exit(1)
