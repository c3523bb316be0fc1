"""Words that a question parts around a count."""

from __future__ import annotations

import pytest

from kb.language.separable import whole_words


@pytest.mark.parametrize(("parted", "whole"), [
    ("支部几年换一次届", "支部几年换届一次"),
    ("书记一年述几回职？", "书记一年述职几回？"),
    ("开完会要不要记录", "开会完要不要记录"),
    ("一年开几次的会", "一年开会几次"),
    ("几年轮一次岗合适", "几年轮岗一次合适"),
])
def test_what_parts_a_word_is_put_behind_it(parted: str, whole: str) -> None:
    assert whole_words(parted) == whole
    assert whole_words(whole) == whole


@pytest.mark.parametrize("text", [
    "一年上几次党课", "开一次会议要多久", "每年交一次费用清单", "换一次电池", "届期几年", "开了一个会员大会",
    "请三天假"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert whole_words(text) == text
