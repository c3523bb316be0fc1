"""The command line of a measurement (测量的命令行): its options, the data folder, what it prints, and what is wrong.

Nothing heavy is imported here, see `evals.bench.bench`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kb.config import Settings, load_settings
from kb.errors import KBError

_WITHOUT = "默认 ./data 或环境变量 KB_DATA"
INDEXED = f"数据文件夹，已建好索引；{_WITHOUT}"
MODEL = f"数据文件夹，只取其中的模型；{_WITHOUT}"
T = TypeVar("T")


def options(about: str, *, data: str = INDEXED, tables: bool = False) -> argparse.ArgumentParser:
    """The options that every measurement has: --data, and --json where it prints `tables` otherwise."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", help=data)
    if tables:
        parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


def measured(given: argparse.Namespace, measure: Callable[[Settings], T]) -> T:
    """What `measure` makes of the data folder that was given. What cannot be done ends the program with one line."""
    try:
        return measure(load_settings(given.data))
    except KBError as e:
        sys.exit(str(e))


def print_json(rows: object) -> None:
    """Prints what was measured, for programs."""
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def say(message: str) -> None:
    """Tells on standard error what is being measured."""
    print(message, file=sys.stderr, flush=True)


@contextmanager
def on_a_copy(given: Settings) -> Iterator[Settings]:
    """A copy of the data folder, to change; it goes at the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        yield replace(given, data=Path(shutil.copytree(given.data, Path(folder) / "data", symlinks=True)))


@contextmanager
def with_its_model(given: Settings) -> Iterator[Settings]:
    """A data folder of one's own that holds nothing but the model, and an empty corpus; they go at the end."""
    with tempfile.TemporaryDirectory() as folder:
        own = Settings(data=Path(folder) / "data", corpus=Path(folder) / "corpus")
        own.data.mkdir()
        own.corpus.mkdir()
        own.models.symlink_to(given.models.resolve(), target_is_directory=True)
        yield own
