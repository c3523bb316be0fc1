"""What the processes of a service take (进程的用度): memory and processor time, of one or of all that it started."""

from __future__ import annotations

import os
from pathlib import Path


def family(pid: int) -> list[int]:
    """A process and those that it started, and so on (Linux; elsewhere itself alone)."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        children = [int(p) for p in told.read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in family(child))]


def resident_mb(pid: int) -> float | None:
    """Resident memory of a process in MB (Linux; None elsewhere, and of one that has ended)."""
    return _field(Path(f"/proc/{pid}/status"), "VmRSS:")


def proportional_mb(pid: int) -> float | None:
    """The same where what several processes share is told among them."""
    return _field(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def cpu_seconds(pid: int) -> float | None:
    """Processor seconds that a process and those that it started have used so far (Linux; None elsewhere)."""
    out = None
    for each in family(pid):
        try:
            user, system = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            continue
        out = (out or 0.0) + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return out


def _field(path: Path, name: str) -> float | None:
    try:
        lines = path.read_text().split("\n")
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), None)
