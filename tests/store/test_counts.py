"""Counts that processes share: none is lost between them, what ends leaves nothing behind, time frees."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from kb.store.counts import Counts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


class TestHits:
    def test_so_many_are_allowed_and_then_it_says_how_long(self) -> None:
        counts = Counts()
        assert [counts.hit("甲", most=3, seconds=60) for _ in range(3)] == [0, 0, 0]
        assert 55 <= counts.hit("甲", most=3, seconds=60) <= 60
        assert 55 <= counts.wait("甲", most=3, seconds=60) <= 60
        assert counts.hit("乙", most=3, seconds=60) == 0, "another's are counted apart"

    def test_several_at_once_count_as_several_and_only_together(self) -> None:
        counts = Counts()
        assert counts.hit("甲", most=5, seconds=60, count=4) == 0
        assert counts.hit("甲", most=5, seconds=60, count=2) > 0
        assert counts.hit("甲", most=5, seconds=60) == 0, "what was refused was not counted"
        assert counts.hit("甲", most=5, seconds=60, count=9) == 60, "more than are ever allowed"

    def test_the_window_moves(self) -> None:
        counts = Counts()
        assert [counts.hit("甲", most=1, seconds=1), counts.hit("甲", most=1, seconds=1)] == [0, 1]
        time.sleep(1.15)
        assert counts.hit("甲", most=1, seconds=1) == 0

    def test_processes_count_together_and_lose_none(self, path: Path) -> None:
        program = textwrap.dedent(f"""
            import sys
            from pathlib import Path
            from kb.store.counts import Counts
            counts = Counts(Path({str(path)!r}), sys.argv[1])
            print(sum(counts.hit("甲", most=150, seconds=60) == 0 for _ in range(100)))
        """)
        running = [subprocess.Popen([sys.executable, "-c", program, str(n)], stdout=subprocess.PIPE, text=True)
                   for n in range(3)]
        assert sum(int(p.communicate(timeout=60)[0]) for p in running) == 150


class TestPresent:
    def test_the_limit_is_over_all_and_what_left_makes_room(self, path: Path) -> None:
        one, other = Counts(path, "1"), Counts(path, "2")
        assert [one.enter("甲", most=2), other.enter("甲", most=2), one.enter("甲", most=2)] == [True, True, False]
        other.leave("甲")
        assert one.enter("甲", most=2)

    def test_what_a_process_held_that_ended_is_free(self, path: Path) -> None:
        one, other = Counts(path, "1"), Counts(path, "2")
        assert other.enter("甲", most=1)
        assert not one.enter("甲", most=1)
        one.forget("2")
        assert one.enter("甲", most=1)


def test_all_see_how_far_the_others_are(path: Path) -> None:
    one, other = Counts(path, "1"), Counts(path, "2")
    one.tell("旧")
    other.tell("旧")
    one.tell("新")
    assert one.any_at("旧")
    other.tell("更新")
    assert not one.any_at("旧")
    assert not one.any_at("没有的")
