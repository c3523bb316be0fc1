from __future__ import annotations

import pytest

from kb.language.codes import codes
from kb.language.leading import leading


@pytest.mark.parametrize(("text", "found"), [
    ("型号为hx-320的扫描仪", {"hx320"}), ("hx 320和hx-3200", {"hx320", "hx3200"}),
    ("某财发〔2021〕18号", {"〔2021〕18号"}),
    ("每年3次", set()), ("", set()),
])
def test_codes_in_one_spelling(text: str, found: set[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(("text", "name"), [
    ("电梯多久检查一次", "电梯"), ("第三条电梯每周检查一次", "电梯"), ("请问食堂每天几点开门", "食堂"),
    ("党支部书记每年上几次党课", None),
    ("我要怎么办", None), ("", None),
])
def test_what_a_sentence_begins_by_naming(text: str, name: str | None) -> None:
    found = leading(text)
    assert (found.name if found else None) == name
