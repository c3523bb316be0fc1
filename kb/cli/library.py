"""The library (知识库): `kb index`, and what is in it — `kb documents`, `show`, `clauses`, `obligations`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import print_json
from kb.config import Settings, load_settings

if TYPE_CHECKING:
    from kb.types import Document


@click.command(cls=ChineseCommand)
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]…", type=click.Path(path_type=Path))
@options.data
@options.as_json
def index(paths: tuple[Path, ...], data: str | None, as_json: bool) -> None:
    """建立或更新知识库和索引；不写路径时取 corpus/ 文件夹。"""
    from kb.cli.progress import Progress
    from kb.cli.terminal import file_status, print_files
    from kb.ingest.readers.ocr import watching
    from kb.manage.update import update
    from kb.show.objects import document_object
    from kb.show.standing import standing

    settings = load_settings(data)
    with Progress() as progress, watching(progress.page):
        results = update(settings, paths, say=progress.say, on_file=progress.file,
                         on_passage=progress.passage)
    held = _held(settings) if any(r.document_id for r in results) else {}
    if as_json:
        for r in results:
            of = document_object(*held[r.document_id]) if r.document_id in held else None
            print_json({"file": r.file, "status": file_status(r), "clauses": r.clauses, "reason": r.reason,
                        "document": of, "warnings": of["warnings"] if of else []})
    else:
        titles = {i: d.title for i, (d, _) in held.items()}
        print_files(results, {i: (*d.warnings, *standing(d, titles)) for i, (d, _) in held.items()})
    failed = [r for r in results if r.status == "failed"]
    if failed:
        for r in failed:
            click.echo(f"{r.file}：{r.reason}", err=True)
        sys.exit(1)


def _held(settings: Settings) -> dict[str, tuple[Document, dict[str, int]]]:
    """The documents of the library by id, each with the clauses of its lists."""
    from contextlib import closing

    from kb.answer.opening import open_existing_library
    from kb.show.lookup import list_documents

    with closing(open_existing_library(settings)) as library:  # whoever answers from it checks it
        return {d.id: (d, lists) for d, lists in list_documents(library)}


@click.command(cls=ChineseCommand)
@click.argument("document", metavar="文件")
@options.data
@options.as_json
def remove(document: str, data: str | None, as_json: bool) -> None:
    """撤下一个不在 corpus/ 里的文件：写编号、名称或文件名。"""
    from kb.answer.opening import opened_library
    from kb.cli.progress import Progress
    from kb.manage.withdrawal import withdraw

    settings = load_settings(data)
    with opened_library(settings):  # one that is missing is no library to take from
        pass
    with Progress() as progress:
        gone = withdraw(settings, document, say=progress.say)
    if as_json:
        print_json({"id": gone.id, "title": gone.title, "file": gone.source, "status": "已撤下"})
    else:
        click.echo(f"已撤下《{gone.title}》（{gone.source}）。再次 kb index 也不会加回来；可在管理页恢复。")


@click.command(cls=ChineseCommand)
@click.argument("clause_id", metavar="条款编号")
@options.data
@options.as_json
def show(clause_id: str, data: str | None, as_json: bool) -> None:
    """显示一条条款和它的上下文。"""
    from kb.answer.opening import opened_library
    from kb.show.lookup import clause_in_context

    with opened_library(load_settings(data)) as library:
        shown = clause_in_context(library, clause_id)
    if as_json:
        print_json(shown.as_object())
    else:
        from kb.cli.terminal import print_context

        print_context(shown)


@click.command(cls=ChineseCommand)
@options.data
@options.as_json
def documents(data: str | None, as_json: bool) -> None:
    """列出知识库里的文件和各清单的条款数。"""
    from kb.answer.opening import opened_library
    from kb.show.lookup import list_documents
    from kb.show.objects import document_object

    with opened_library(load_settings(data)) as library:
        rows = list_documents(library)
    if as_json:
        print_json([document_object(d, lists) for d, lists in rows])
    else:
        from kb.cli.terminal import print_documents

        print_documents(rows)


@click.command(cls=ChineseCommand)
@options.data
@options.as_json
@options.document
def clauses(data: str | None, as_json: bool, document: str | None) -> None:
    """列出全部条款，或一个文件的条款，按印出的次序。"""
    from kb.answer.opening import opened_library
    from kb.cite import citation
    from kb.show.lookup import list_clauses
    from kb.show.objects import clause_object

    with opened_library(load_settings(data)) as library:
        rows = list_clauses(library, document=document)
    if as_json:
        print_json([clause_object(c, document=title, citation=citation(c, title), status=status)
                    for c, title, status in rows])
    else:
        from kb.cli.terminal import print_clauses

        print_clauses(rows)


@click.command(cls=ChineseCommand)
@options.data
@options.as_json
@options.scope
@options.role
@options.document
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="另存为文件：.csv、.xlsx（表格软件可直接打开）或 .jsonl。")
def obligations(data: str | None, as_json: bool, scope: str | None, role: str | None, document: str | None,
                output: Path | None) -> None:
    """列出各条款里有次数、数量、期限的职责事项。"""
    from kb.answer.opening import opened_library
    from kb.question.filters import checked_role, checked_scope
    from kb.show.lookup import list_obligations
    from kb.show.objects import obligation_object

    with opened_library(load_settings(data)) as library:
        rows = list_obligations(library, scope=checked_scope(scope), role=checked_role(role), document=document)
    if output is not None:
        from kb.show.obligation_file import write_obligations

        write_obligations(output, rows)
        click.echo(f"已导出 {len(rows)} 项到 {output}。", err=True)
    if as_json:
        print_json([obligation_object(o, c, document=title) for o, c, title in rows])
    elif output is None:
        from kb.cli.terminal import print_obligations

        print_obligations(rows)
