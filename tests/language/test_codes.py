from __future__ import annotations

import pytest

from kb.language.codes import codes


@pytest.mark.parametrize(("text", "found"), [
    ("hx-320的扫描仪", {"hx320"}), ("hx320", {"hx320"}), ("hx-3200", {"hx3200"}), ("mf 4 灭火器", {"mf4"}),
    ("bg-2024-0017", {"bg20240017"}), ("某财发〔2021〕第18号", {"〔2021〕18号"}), ("3200型打印机", {"3200"}),
    ("每年2次，共24学时", set()), ("xx局", set()), ("", set()),
])
def test_codes_in_one_spelling(text: str, found: set[str]) -> None:
    assert codes(text) == found
