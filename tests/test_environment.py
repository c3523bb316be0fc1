from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, Field

from kb.environment import Variable, Variables, complaint, declared, read, table
from kb.errors import KBError


def _even(stated: int) -> int:
    if stated % 2:
        raise complaint("里的 {number} 不对：应为偶数。", number=str(stated))
    return stated


class Sample(Variables):
    """Variables of every sort."""

    sample_size: int = Field(default=10, ge=1, le=99, description="大小，1–99")
    sample_colour: Literal["red", "blue"] | None = Field(default=None, description="颜色")
    sample_mode: Literal["fast", "slow"] = Field(default="fast", description="方式：`fast` 或 `slow`")
    sample_even: Annotated[int, AfterValidator(_even)] = Field(default=2, description="偶数")


def test_without_any_the_defaults_hold() -> None:
    assert read(Sample) == Sample(sample_size=10, sample_colour=None, sample_mode="fast", sample_even=2)


def test_each_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_SAMPLE_SIZE", " 99 ")
    monkeypatch.setenv("KB_SAMPLE_COLOUR", "blue")
    assert read(Sample) == Sample(sample_size=99, sample_colour="blue")


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_one_is_as_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    monkeypatch.setenv("KB_SAMPLE_SIZE", blank)
    assert read(Sample).sample_size == 10


@pytest.mark.parametrize(("name", "value", "said"), [
    ("KB_SAMPLE_SIZE", "0", "设置 KB_SAMPLE_SIZE=0 不对：应为 1–99 的整数。"),
    ("KB_SAMPLE_SIZE", "两个", "设置 KB_SAMPLE_SIZE=两个 不对：应为 1–99 的整数。"),
    ("KB_SAMPLE_SIZE", "9" * 5000, f"设置 KB_SAMPLE_SIZE={'9' * 20} 不对：应为 1–99 的整数。"),
    ("KB_SAMPLE_MODE", "quick", "设置 KB_SAMPLE_MODE=quick 不对：应为 fast、slow 之一。"),
    ("KB_SAMPLE_EVEN", "3", "设置 KB_SAMPLE_EVEN 里的 3 不对：应为偶数。"),
], ids=["too small", "no number", "huge", "none of them", "in its own words"])
def test_one_that_makes_no_sense_is_named_with_what_would(monkeypatch: pytest.MonkeyPatch, name: str, value: str,
                                                          said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(KBError) as e:
        read(Sample)
    assert str(e.value) == said


def test_they_are_listed_as_they_stand() -> None:
    assert declared(Sample)[:3] == [
        Variable("KB_SAMPLE_SIZE", "10", "大小，1–99"), Variable("KB_SAMPLE_COLOUR", "", "颜色"),
        Variable("KB_SAMPLE_MODE", "fast", "方式：`fast` 或 `slow`")]
    assert table([Sample]).splitlines()[:4] == [
        "| 变量 | 默认 | 意思 |", "| --- | --- | --- |", "| `KB_SAMPLE_SIZE` | `10` | 大小，1–99 |",
        "| `KB_SAMPLE_COLOUR` | 空 | 颜色 |"]
