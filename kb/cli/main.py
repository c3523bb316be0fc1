"""The command line `kb`. Each command parses, calls one function, and prints; heavy imports wait until then."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.chinese import ChineseGroup

if TYPE_CHECKING:
    from kb.config import Settings

_data = click.option("--data", metavar="DIR", help="数据文件夹（知识库、索引、模型）；默认 ./data 或环境变量 KB_DATA。")
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
_scope = click.option("--scope", metavar="S",
                      help="只看这一类单位：学校、高校、机关、国企、两新、事业单位、农村、社区。")
_role = click.option("--role", metavar="R", help="只看这一角色，如 党支部书记。")


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dangjian-kb", prog_name="kb", message="%(prog)s %(version)s", help="显示版本。")
def main() -> None:
    """党建规章知识库与问答：直接回答，逐字引用条款。"""


@main.command()
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]…", type=click.Path(path_type=Path))
@_data
@_json
def index(paths: tuple[Path, ...], data: str | None, as_json: bool) -> None:
    """建立或更新知识库和索引；不写路径时取 corpus/ 文件夹。"""
    from kb.cli.terminal import Progress, print_files
    from kb.manage.update import update

    with Progress() as progress:
        results = update(_settings(data), paths, say=progress.say, on_file=progress.file, on_passage=progress.passage)
    if as_json:
        for r in results:
            _print_json({"file": r.file, "status": r.status, "clauses": r.clauses, "reason": r.reason})
    else:
        print_files(results)
    failed = [r for r in results if r.status == "failed"]
    if failed:
        for r in failed:
            click.echo(f"{r.file}：{r.reason}", err=True)
        sys.exit(1)


@main.command()
@click.argument("question", required=False, metavar="[问题]")
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.jsonl",
              help="逐行回答：每行 {\"id\", \"question\", \"history\"}，输出同样的行数；- 为标准输入。")
@_data
@_json
@_scope
@_role
def ask(question: str | None, batch: Path | None, data: str | None, as_json: bool, scope: str | None,
        role: str | None) -> None:
    """回答一个问题，附上所依据的条款。"""
    if (question is None) == (batch is None):
        raise click.UsageError("请给出一个问题，或用 --batch 给出文件，二者取一")
    from kb.answer.opening import open_answerer
    from kb.question.filters import checked_question, checked_role, checked_scope
    from kb.show.objects import answer_object
    from kb.types import Query

    scope, role = checked_scope(scope), checked_role(role)
    question = checked_question(question or "")
    answerer = open_answerer(_settings(data))
    if batch is not None:
        from kb.cli.batch import answer_lines, read_lines

        bad = 0
        for out in answer_lines(answerer, read_lines(batch), scope=scope, role=role):
            bad += "error" in out
            _print_json(out)
        sys.stdout.flush()
        if bad:
            click.echo(f"有 {bad} 行不是可用的问题，已在对应行的 error 里说明。", err=True)
            sys.exit(1)
        return
    answer = answerer.answer(Query(question, scope=scope, role=role))
    if as_json:
        _print_json(answer_object(answer))
    elif answer.status == "invalid":
        from kb.errors import QuestionError

        raise QuestionError(answer.answer)
    else:
        from kb.cli.terminal import print_answer

        print_answer(answer)


@main.command()
@click.argument("query", metavar="词语")
@_data
@_json
@click.option("--retriever", type=click.Choice(["bm25", "vector", "hybrid"]), default="hybrid", help="检索方式。")
@click.option("-k", type=click.IntRange(1, 100), default=10, metavar="N", help="取前几条，默认 10。")
def search(query: str, data: str | None, as_json: bool, retriever: Any, k: int) -> None:
    """检索条款，只排序，不作答。"""
    from kb.answer.opening import open_answerer

    found = open_answerer(_settings(data)).search(query, retriever=retriever, k=k)
    if as_json:
        from kb.show.objects import cited_object

        _print_json({"query": query, "retriever": retriever, "clauses": [cited_object(c) for c in found]})
    else:
        from kb.cli.terminal import print_hits

        print_hits(query, found)


@main.command()
@click.argument("clause_id", metavar="条款编号")
@_data
@_json
def show(clause_id: str, data: str | None, as_json: bool) -> None:
    """显示一条条款和它的上下文。"""
    from kb.answer.opening import opened_library
    from kb.show.lookup import clause_in_context

    with opened_library(_settings(data)) as library:
        shown = clause_in_context(library, clause_id)
    if as_json:
        _print_json(shown.as_object())
    else:
        from kb.cli.terminal import print_context

        print_context(shown)


@main.command()
@_data
@_json
def documents(data: str | None, as_json: bool) -> None:
    """列出知识库里的文件和各清单的条款数。"""
    from kb.answer.opening import opened_library
    from kb.show.lookup import list_documents
    from kb.show.objects import document_object

    with opened_library(_settings(data)) as library:
        rows = list_documents(library)
    if as_json:
        _print_json([document_object(d, lists) for d, lists in rows])
    else:
        from kb.cli.terminal import print_documents

        print_documents(rows)


@main.command()
@_data
@_json
@_scope
@_role
@click.option("--document", metavar="D", help="只看这个文件：编号，或名称中的几个字。")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="另存为文件：.csv（表格软件可直接打开）或 .jsonl。")
def obligations(data: str | None, as_json: bool, scope: str | None, role: str | None, document: str | None,
                output: Path | None) -> None:
    """列出各条款里有次数、数量、期限的职责事项。"""
    from kb.answer.opening import opened_library
    from kb.question.filters import checked_role, checked_scope
    from kb.show.lookup import list_obligations
    from kb.show.objects import obligation_object

    with opened_library(_settings(data)) as library:
        rows = list_obligations(library, scope=checked_scope(scope), role=checked_role(role), document=document)
    if output is not None:
        from kb.show.obligation_file import write_obligations

        write_obligations(output, rows)
        click.echo(f"已导出 {len(rows)} 项到 {output}。", err=True)
    if as_json:
        _print_json([obligation_object(o, c, document=title) for o, c, title in rows])
    elif output is None:
        from kb.cli.terminal import print_obligations

        print_obligations(rows)


@main.command("eval")
@_data
@_json
@click.option("--set", "sets", multiple=True, metavar="S",
              help="评测哪几组题：test、fresh、unseen、cross、dev、train；默认前四组。")
@click.option("--stard", type=click.Path(path_type=Path), metavar="FILE",
              help="另用 STARD 的 train.json 做通用检验；默认取 KB_STARD，没有就跳过。")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE.html", help="另存一份网页报告。")
def evaluate(data: str | None, as_json: bool, sets: tuple[str, ...], stard: Path | None, report: Path | None) -> None:
    """评测检索与回答，并检查分数没有跌破门槛。"""
    try:
        from evals.command import run_evaluation
    except ModuleNotFoundError as e:
        from kb.errors import KBError

        raise KBError(f"评测需要另装的包（缺少 {e.name}）。请运行 pip install '.[eval]'。") from e
    if failed := run_evaluation(_settings(data), sets=sets, as_json=as_json, report=report, stard=stard):
        for line in failed:
            click.echo(f"低于门槛：{line}", err=True)
        sys.exit(1)


@main.command()
@_data
@click.option("--host", default="127.0.0.1", metavar="H", help="监听的地址，默认只限本机。")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, metavar="P", help="端口，默认 8000。")
def serve(data: str | None, host: str, port: int) -> None:
    """启动网页和 HTTP 接口。

    \b
    用环境变量设置：
      KB_ADMIN_TOKEN    管理口令；不设则没有管理功能
      KB_READ_TOKEN     阅读口令；设了就要登录才能看
      KB_ORIGINS        可以嵌入问答框的网站，逗号分开
      KB_RATE           每个地址每分钟的提问数，默认 120，0 为不限
      KB_CONCURRENCY    同时处理和等候的请求数，默认 200
      KB_MAX_UPLOAD     上传文件的上限（MiB），默认 20
      KB_LOG_LEVEL      日志：debug、info（默认）、warning、error
      KB_LOG_QUESTIONS  设为 1 时日志里记下问题的文字
    """
    from api.server import run

    run(_settings(data), host=host, port=port)


@main.command()
@_data
def mcp(data: str | None) -> None:
    """把知识库作为工具提供给助手（MCP 协议，标准输入输出）。"""
    from api.mcp.server import run_stdio

    run_stdio(_settings(data))


def _settings(data: str | None) -> Settings:
    from kb.config import load_settings

    return load_settings(data)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
