"""Segments merged while nobody asks: nobody notices, but for the time that an answer takes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from api import merging
from api.live import Live
from kb.config import Settings
from kb.manage.merging import merge_segments
from kb.manage.update import update
from kb.search.index import plan
from kb.search.index.index import SearchIndex
from kb.store.lock import writer_lock
from kb.types import Answer, Query
from tests.conftest import CORPUS, copied

pytestmark = pytest.mark.model

ASKED = ("党支部书记每年至少上几次党课", "图书角每年更新几次", "食堂几点开门")


@pytest.fixture(scope="module")
def scattered(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose index lies in two segments."""
    folder = tmp_path_factory.mktemp("scattered")
    settings = Settings(data=copied(built, folder), corpus=CORPUS)
    (folder / "图书角.txt").write_text("图书角规定\n第一条 图书角每年更新3次。\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plan, "_ONE", 0)
        patched.setattr(plan, "_SMALL", 0)
        update(settings, [folder / "图书角.txt"])
    return settings.data


@pytest.fixture
def settings(scattered: Path, tmp_path: Path) -> Settings:
    return Settings(data=copied(scattered, tmp_path), corpus=CORPUS)


@pytest.fixture
def live(settings: Settings) -> Iterator[Live]:
    with closing(Live(settings)) as opened:
        yield opened


def answers(live: Live) -> list[Answer]:
    return [replace(live.again(Query(q)), took_ms=0) for q in ASKED]


def segments(live: Live) -> int:
    index = live.answerer.finder.index
    assert isinstance(index, SearchIndex)
    return len(index.segments)


def test_merged_segments_are_taken_up_and_answer_alike(live: Live, settings: Settings,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    before, held, revision = answers(live), live.answerer, live.library.revision()
    assert segments(live) == 2 and not live.is_scattered() and not merge_segments(settings)
    monkeypatch.setattr(plan, "_MANY", 1)
    assert live.is_scattered() and merge_segments(settings) and not live.is_scattered()
    assert replace(held.answer(Query(ASKED[0])), took_ms=0) == before[0]  # a request in hand keeps what it has
    assert live.refresh() and segments(live) == 1 and not live.refresh()
    assert answers(live) == before and live.library.revision() == revision


def test_quiet_is_when_nobody_has_asked_for_a_while(live: Live) -> None:
    live.again(Query(ASKED[0]))
    assert not live.is_quiet(60)
    time.sleep(0.01)
    assert live.is_quiet(0.01)


def test_a_process_of_its_own_leaves_few_segments_alone(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger=merging.__name__):
        assert _run(settings) is False
    assert not caplog.records


def test_a_process_that_fails_is_told_of(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    assert _run(replace(settings, data=settings.data / "library.db")) is False
    assert "建不了" in caplog.text and "Traceback" not in caplog.text


def test_whoever_writes_is_not_waited_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_MANY", 1)
    with writer_lock(settings.place), pytest.raises(Exception, match="另一个程序正在更新知识库"):
        merge_segments(settings)
    assert merge_segments(settings)


def test_it_goes_on_looking_until_it_is_cancelled(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_MANY", 1)
    done = []

    async def at_once(settings: Settings) -> bool:
        done.append(merge_segments(settings))
        return done[-1]

    monkeypatch.setattr(merging, "merged", at_once)

    async def run() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(merging.keep_merged(live, looks_every_s=0.01, quiet_s=0), 3)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result()
    assert done == [True]  # and nothing is left to do


def _run(settings: Settings) -> bool:
    """Runs it in a thread of its own: a browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(merging.merged(settings))).result()
