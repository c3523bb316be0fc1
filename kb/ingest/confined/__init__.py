"""Files that strangers made are read in a process of their own, with limits on time, memory and output (隔离读取)."""

from kb.ingest.confined.reading import build

__all__ = ["build"]
