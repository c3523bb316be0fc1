from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from kb.ingest.readers.child import ChildError, items

_HERE = "tests.ingest.readers.test_child"


def counting(argument: dict[str, Any]) -> Iterator[dict[str, Any]]:
    print("这不是结果")
    for n in range(argument["count"]):
        yield {"n": n, "process": os.getpid()}


def sleeping(argument: dict[str, Any]) -> Iterator[int]:
    yield 1
    time.sleep(60)


def greedy(argument: dict[str, Any]) -> Iterator[int]:
    yield 1
    yield len(bytearray(2**31))


def dying(argument: dict[str, Any]) -> Iterator[int]:
    yield 1
    os._exit(3)


def run(function: str, seconds: float = 20, **argument: Any) -> list[Any]:
    return list(items(f"{_HERE}:{function}", argument, seconds=seconds, memory_mb=1024))


def test_items_come_from_another_process_in_order() -> None:
    found = run("counting", count=3)
    assert [item["n"] for item in found] == [0, 1, 2]
    assert os.getpid() not in {item["process"] for item in found}


@pytest.mark.parametrize(("function", "seconds", "late"), [("sleeping", 3, True), ("greedy", 20, False),
                                                           ("dying", 20, False)])
def test_child_that_hangs_grows_or_dies_ends_with_an_error(function: str, seconds: float, late: bool) -> None:
    with pytest.raises(ChildError) as caught:
        run(function, seconds)
    assert caught.value.late == late
