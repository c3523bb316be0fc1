"""What is data, not code (领域数据), and how it is read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_toml(name: str) -> dict[str, Any]:
    """The parsed contents of kb/data/`name`, read once a process; not to be changed by callers."""
    return tomllib.loads(files("kb.data").joinpath(name).read_text(encoding="utf-8"))
