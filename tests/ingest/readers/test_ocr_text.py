from __future__ import annotations

import pytest

from kb.ingest.readers.ocr_text import mended


@pytest.mark.parametrize(("read", "printed"), [
    ("每次扣3分．没有公示的扣2分。", "每次扣3分，没有公示的扣2分。"),
    ("一．总体要求和工作目标", "一．总体要求和工作目标"),
    ("保留1．5倍的余量并做好记录", "保留1．5倍的余量并做好记录"),
    ("结合本机关实际，制定本办法。O", "结合本机关实际，制定本办法。"),
    ("会议编号为第10", "会议编号为第10"),
])
def test_signs_taken_for_others(read: str, printed: str) -> None:
    assert mended(read, [4 * n for n in range(len(read))], [0.9] * len(read))[0] == printed
