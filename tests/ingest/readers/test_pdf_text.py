from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.readers import ocr, pdf
from kb.ingest.readers.pdf_text import fault_of

RULE = ("钥匙由后勤科专人保管，借用时应当登记姓名、房号和归还时间，"
        "当日不能归还的，须经科长同意后续借，丢失的照价赔偿并立即换锁。")


def test_a_layer_mapped_to_the_wrong_characters_is_no_chinese() -> None:
    shifted = "".join(chr(0x4E00 + (ord(c) * 7919) % 20902) if c > "\u4e00" else c for c in RULE)
    assert fault_of(RULE) is None
    assert fault_of(shifted)
    assert fault_of(RULE.encode("utf-8").decode("gb18030", "ignore"))


@pytest.mark.parametrize("text", [
    "关关雎鸠在河之洲窈窕淑女君子好逑参差荇菜左右流之窈窕淑女寤寐求之求之不得寤寐思服悠哉悠哉辗转反侧",
    "张钰琪李昊天王梓萱刘奕辰陈思颖杨煜城赵婧怡黄晟睿周芮彤吴翊鸣徐鑫磊孙玥莹马骏驰朱珺瑶胡焱峰",
    "鑰匙由後勤科專人保管，借用時應當登記姓名、房號和歸還時間，當日不能歸還的，須經科長同意後續借，丟失的照價賠償並立即換鎖",
])
def test_rare_and_traditional_characters_are_chinese(text: str) -> None:
    assert fault_of(text) is None


def test_without_ocr_the_file_is_refused_with_that_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = RULE.encode("utf-8").decode("gb18030", "ignore")
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(pdf, "_text_layers", lambda path: ([[layer]], [100]))
    with pytest.raises(ReadError, match="文字层读出来不是中文：钥匙.pdf（第 1 页）"):
        pdf.read(tmp_path / "钥匙.pdf")
