"""Text layers of real characters that make no sense: the threshold stands wide apart from both sides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.readers import ocr, pdf
from kb.ingest.readers.pdf_sense import _LEAST_KNOWN, known_share, makes_sense

TEXTS = sorted((Path(__file__).resolve().parents[3] / "evals" / "documents").rglob("*.txt"))
RULES = TEXTS[0].read_text(encoding="utf-8")
EVERYDAY = [c for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)
            if (c := bytes((lead, trail)).decode("gb2312", "ignore"))]
NAMES = ("张伟王芳李娜刘洋陈静杨磊赵敏黄强周涛吴艳徐丽孙鹏马超朱琳胡斌郭婷何勇林峰罗丹高飞郑爽梁晨谢娟宋佳唐磊许晴"
         "冯巩曹颖曾志伟萧亚轩田震董洁潘粤明袁泉蔡琴蒋雯丽余男于和伟杜淳叶倩程煜魏晨苏芮吕良伟丁海峰任泉卢庚戌姚笛")
POEMS = ("明月光疑是地上霜举头望明月低头思故乡白日依山尽黄河入海流欲穷千里目更上一层楼春眠不觉晓处处闻啼鸟夜来风雨声"
         "花落知多少千山鸟飞绝万径人踪灭孤舟蓑笠翁独钓寒江雪红豆生南国春来发几枝愿君多采撷此物最相思")
OLD = ("玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜金生麗水玉出崑岡劍號巨闕珠稱夜光"
       "果珍李柰菜重芥薑海鹹河淡鱗潛羽翔龍師火帝鳥官人皇始制文字乃服衣裳推位讓國有虞陶唐")


def mapped(text: str, order: list[str]) -> str:
    """The text with every everyday character in place of another, as a wrong map of codes gives it."""
    by = dict(zip(EVERYDAY, order, strict=True))
    return "".join(by.get(c, c) for c in text)


def test_regulations_stand_far_above_the_threshold() -> None:
    shares = [share for path in TEXTS if (share := known_share(path.read_text(encoding="utf-8"))) is not None]
    assert len(shares) >= 20 and min(shares) > 10 * _LEAST_KNOWN


@pytest.mark.parametrize("text", [NAMES, POEMS, OLD])
def test_names_and_old_texts_stand_above_it(text: str) -> None:
    share = known_share(text)
    assert share is not None and share > 2 * _LEAST_KNOWN


def test_wrong_maps_of_codes_stand_below_it() -> None:
    shifts = [EVERYDAY[n:] + EVERYDAY[:n] for n in (1, 2, 10, 94, 500, 1700)]
    mixed = [random.Random(seed).sample(EVERYDAY, len(EVERYDAY)) for seed in range(5)]
    shares = [known_share(mapped(RULES, order)) for order in (*shifts, *mixed)]
    assert all(share is not None and share < _LEAST_KNOWN / 2 for share in shares)


@pytest.mark.parametrize("text", [
    "\n".join(NAMES[n:n + 2] for n in range(0, len(NAMES), 2)), "姓名 性别 学历 " + "张伟 男 本科 96.5 " * 60,
    "", "共 3 页",
])
def test_lists_and_tables_prove_nothing(text: str) -> None:
    assert known_share(text) is None and makes_sense(text)


def test_without_ocr_such_a_file_is_refused_with_that_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = mapped(RULES, EVERYDAY[5:] + EVERYDAY[:5]).split("\n")
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(pdf, "_text_layers", lambda path: ([RULES.split("\n"), layer], [100, 100]))
    with pytest.raises(ReadError, match="文字层的字对错了，读出来不成话：办法.pdf（第 2 页）"):
        pdf.read(tmp_path / "办法.pdf")
