"""How often something may be done a minute (每分钟次数): a moving window for each key, over the whole service."""

from __future__ import annotations

from kb.store.counts import Counts

_MINUTE_S = 60


class PerMinute:
    """At most `most` of something in as many minutes, for each key; `what` names it among the counts."""

    def __init__(self, counts: Counts, what: str, most: int, *, minutes: int = 1) -> None:
        self.most = most
        self._counts = counts
        self._what = what
        self._seconds = minutes * _MINUTE_S

    def hit(self, key: str, count: int = 1) -> int:
        """Counts as many; 0 where they are allowed, otherwise the seconds until they are."""
        return self._counts.hit(f"{self._what} {key}", most=self.most, seconds=self._seconds, count=count)

    def wait(self, key: str) -> int:
        """The seconds until one more is allowed; 0 where it is now."""
        return self._counts.wait(f"{self._what} {key}", most=self.most, seconds=self._seconds)
