from __future__ import annotations

import pytest

from kb.ingest.conditions import opening_case


@pytest.mark.parametrize(("text", "case"), [
    ("党员离职的，及时转出组织关系。", "党员离职的"),
    ("党委（总支）建制单位，要督促下属支部。", "党委（总支）建制单位"),
    ("未设支部委员会的支部，由书记召集党员商议。", "未设支部委员会的支部"),
    ("有3名以上正式党员的商会应当单独建立党支部。", "有3名以上正式党员的商会"),
    ("应当单独建立党支部，党员不足3人的，联合建立。", None),
    ("做好党组织（含下属支部）的按期换届工作。", None),
    ("落实上级的", None),
    ("", None),
])
def test_the_case_that_a_stretch_begins_with(text: str, case: str | None) -> None:
    assert opening_case(text) == case
