"""Giving memory back (内存): glibc keeps what an exchange of indexes freed, in an arena for every thread."""

from __future__ import annotations

import ctypes
import gc

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h
_ARENAS = 2


def few_arenas() -> None:
    """Lets all threads share two arenas; call it at the start. Does nothing where the allocator is another."""
    _told("mallopt", _ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Gives what is free back to the system."""
    gc.collect()
    _told("malloc_trim", 0)


def _told(name: str, *values: int) -> None:
    try:
        getattr(ctypes.CDLL("libc.so.6"), name)(*values)
    except (OSError, AttributeError):  # another system
        return
