"""What was read last (最近读过的), within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(dict[K, V]):
    """What was read last, about `most` of it: where there is more, the older half goes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._lock = most, Lock()

    def keep(self, found: Mapping[K, V]) -> None:
        with self._lock:
            if len(self) + len(found) > self._most:
                for key in list(self)[:len(self) // 2]:
                    del self[key]
            self.update(found)
