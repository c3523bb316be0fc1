"""The shape of keys to the interface."""

from __future__ import annotations

import re

import pytest

from kb.errors import ChangeError
from kb.keys import checked_name, checked_rate, digest, fresh_key, id_in, rate_said


def test_a_key_says_which_it_is_and_holds_256_random_bits() -> None:
    made = [fresh_key() for _ in range(50)]
    for key, key_id in made:
        assert re.fullmatch(r"kb_[a-z2-7]{8}_[a-z2-7]{52}", key)  # 52 letters of 5 bits hold 256
        assert id_in(key) == key_id
        assert key_id not in digest(key) and key[12:] not in digest(key)
    assert len({key for key, _ in made}) == len({digest(key) for key, _ in made}) == 50


@pytest.mark.parametrize("stated", ["", "kb_", "sk-1234", "kb_abcdefgh_" + "a" * 51, "kb_abcdefgh_" + "a" * 53,
                                    "KB_abcdefgh_" + "a" * 52, "kb_abcdefg1_" + "a" * 52, "kb_abcdefgh_" + "ａ" * 52,
                                    "kb_abcdefgh_" + "a" * 52 + "\n"])
def test_what_is_no_key(stated: str) -> None:
    assert id_in(stated) is None


def test_names_are_kept_as_they_are_read() -> None:
    assert checked_name("  OA　系统\t二 ") == "OA 系统 二"
    assert checked_name("e\u0301cole") == "\u00e9cole"  # one name, however its accent was typed
    for wrong in ("", "   ", "甲" * 41, "甲\u202e乙", "甲\u0000乙", "甲\u200b乙"):
        with pytest.raises(ChangeError):
            checked_name(wrong)


def test_rates() -> None:
    assert [rate_said(checked_rate(r)) for r in (None, 0, 30)] == ["按 KB_RATE", "不限次数", "每分钟 30 次"]
    for wrong in (-1, 1_000_001):
        with pytest.raises(ChangeError):
            checked_rate(wrong)
