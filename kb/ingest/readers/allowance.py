"""Time for what is known to be slow (宽限): whoever reads a file in a process of its own waits that much longer.

A reader that starts another program with limits of its own (LibreOffice, the recogniser) says so before each step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Note = tuple[Any, ...]


class Allowance:
    """Whom to ask; nobody, where a file is read without a limit."""

    def __init__(self) -> None:
        self.ask: Callable[[float, Note], None] = lambda seconds, note: None


allowance = Allowance()


def allow(seconds: float, note: Note = ()) -> None:
    """Asks for so many seconds from now on; `note`, of what JSON knows, says how far the work is."""
    allowance.ask(seconds, note)
