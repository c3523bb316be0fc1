"""The blocks of a stranger's file, read in a process of its own (隔离读取): what a plan or a record says."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from kb.config import ReadLimits, read_limits
from kb.errors import ReadError
from kb.ingest.confined.child import Child
from kb.ingest.confined.reading import confined, told
from kb.ingest.readers.reading import SHORT, Reading, fits

_TYPES = ("kb.ingest.readers.reading",)


def read_blocks(path: Path) -> Reading:
    """What stands in a file, in blocks. Raises ReadError: as kb.ingest.readers.read_file does, where it holds too much,
    takes too long, needs too much memory, or breaks off.
    """
    def call(limits: ReadLimits) -> Reading:
        made: Reading = _child(limits, os.getpid()).call(path, seconds=limits.seconds, told=told)
        return made

    return confined(path, call)


def read_here(path: Path) -> Reading:
    """The child's side."""
    from kb.ingest.readers import read_file

    reading = read_file(path)
    most = read_limits().characters
    if not fits(reading, most):
        raise ReadError(f"文字太多：{path.name}（超过 {most} 字，或 {most // SHORT} 段）。请只留计划或记录的正文。")
    return reading


@cache
def _child(limits: ReadLimits, _process: int) -> Child:
    return Child(f"{__name__}:read_here", memory=limits.memory, returns=_TYPES)
