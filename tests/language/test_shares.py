"""Parts of a whole."""

from __future__ import annotations

import pytest

from kb.language.shares import SHARE, shares


@pytest.mark.parametrize(("text", "count", "comparator", "strict", "printed"), [
    ("须有五分之四以上正式党员到会", 0.8, ">=", False, "五分之四以上"),
    ("到了三分之二就可以开", 2 / 3, "=", False, "三分之二"),
    ("赞成票超过半数为通过", 0.5, ">=", True, "超过半数"),
    ("半数以上党员到会", 0.5, ">=", False, "半数以上"),
    ("不得超过三分之一", 1 / 3, "<=", False, "不得超过三分之一"),
    ("占3分之1以下", 1 / 3, "<=", False, "3分之1以下"),
])
def test_a_share_is_a_number_with_its_bound(text: str, count: float, comparator: str, strict: bool, printed: str
                                            ) -> None:
    (m,) = shares(text)
    assert m.count == pytest.approx(count)
    assert (m.comparator, m.strict, m.unit, text[m.start:m.end]) == (comparator, strict, SHARE, printed)


@pytest.mark.parametrize("text", ["百分之二十以上", "千分之五", "分之前的材料", "零分之一"])
def test_percentages_and_what_is_no_fraction_are_left(text: str) -> None:
    assert shares(text) == []
