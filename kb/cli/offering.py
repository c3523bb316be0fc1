"""Opening what answers (装配), and where there is no index yet, offering to build one to whoever sits at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.errors import SearchIndexError

if TYPE_CHECKING:
    from kb.answer.dated import DatedAnswerer
    from kb.config import Settings
    from kb.search.index.opening import OpeningModel


def opened_answerer(settings: Settings, model: OpeningModel) -> DatedAnswerer:
    """Everything needed to answer, with the model that is being opened. Raises SearchIndexError or ModelError, each
    with the remedy; at a terminal the first is a question first, whether to do it now. A program that runs this is
    never asked.
    """
    from kb.answer.opening import open_answerer

    try:
        return open_answerer(settings, model=model)
    except SearchIndexError as e:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        click.echo(str(e), err=True)
        if not click.confirm(f"现在就用 {settings.corpus} 里的文件建立吗？", default=False, err=True):
            raise SearchIndexError("没有建立，也就没有回答。以后运行 kb index 建立。") from e
        _build(settings)
    return open_answerer(settings)


def _build(settings: Settings) -> None:
    """What `kb index` does; all that is said goes to standard error, as the answer follows on the other."""
    from kb.cli.progress import Progress
    from kb.ingest.readers.ocr import watching
    from kb.manage.update import update

    with Progress() as progress, watching(progress.page):
        results = update(settings, (), say=progress.say, on_file=progress.file, on_passage=progress.passage)
    for r in results:
        if r.status == "failed":
            click.echo(f"{r.file}：{r.reason}", err=True)
    taken = sum(r.status in ("added", "updated", "unchanged") for r in results)
    click.echo(f"已建好：{taken} 个文件。", err=True)
