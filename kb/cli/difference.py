"""What changed between two documents, in a terminal (改动)."""

from __future__ import annotations

from rich.text import Text

from kb.cli.terminal import console_of
from kb.show.difference import KINDS, Difference, summary, where

_EDITS = {"removed": ("〔删：{}〕", "red strike"), "added": ("〔加：{}〕", "green underline"), "same": ("{}", "")}


def print_difference(found: Difference) -> None:
    """What changed, clause by clause: what went struck out, what came underlined, in brackets where that is no
    terminal.
    """
    console = console_of()
    console.print(Text(f"{found.old.label} → {found.new.label}", style="bold"))
    console.print(Text(summary(found)))
    for kind, change in found.changes:
        console.print(Text(f"\n{KINDS[kind]}　{where(change)}", style="cyan"))
        text = Text()
        for e in change.edits:
            said, style = _EDITS[e.kind]
            text.append(e.text if console.is_terminal else said.format(e.text), style if console.is_terminal else "")
        console.print(text)
