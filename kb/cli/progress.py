"""The progress of reading and embedding files, in a terminal (进度)."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar


class Progress:
    """A progress bar on standard error; silent where that is no terminal, but for the steps that take long."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bar = Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=self._console,
                        transient=True, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("读取文件", total=None)
        self._pages: TaskID | None = None

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._bar.stop()

    def say(self, message: str) -> None:
        self._console.print(message, markup=False, soft_wrap=True)

    def file(self, name: str) -> None:
        self._bar.update(self._task, description=f"读取 {name}")

    def page(self, name: str, done: int, total: int) -> None:
        """So many of the pages of a scan are recognised; `total` is 0 where it is not known yet."""
        if self._pages is None:
            self._pages = self._bar.add_task("", total=None)
        self._bar.update(self._pages, description=f"识别 {name}", completed=done, total=total or None)
        if done and done == total:
            self._bar.remove_task(self._pages)
            self._pages = None

    def passage(self, done: int, total: int) -> None:
        self._bar.update(self._task, description="计算句向量", completed=done, total=total)
