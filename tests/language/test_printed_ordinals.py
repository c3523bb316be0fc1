from __future__ import annotations

import pytest

from kb.language.ordinals import Ordinal, printed_ordinal


@pytest.mark.parametrize(("printed", "ordinal"), [
    ("第三條", Ordinal("条", 3)), ("第一百○八条", Ordinal("条", 108)), ("第 十一 条", Ordinal("条", 11)),
    ("第１２条", Ordinal("条", 12)), ("第⼀条", Ordinal("条", 1)), ("第二条之二", Ordinal("条", 2, 2)),
    ("（三）", Ordinal("", 3)), ("7", Ordinal("", 7)), ("3.", Ordinal("", 3))])
def test_numbers_are_read_in_whatever_form_they_are_printed(printed: str, ordinal: Ordinal) -> None:
    assert printed_ordinal(printed) == (ordinal, len(printed))


def test_a_dotted_number_is_not_its_first_figure() -> None:
    assert printed_ordinal("5.2.1") is None
