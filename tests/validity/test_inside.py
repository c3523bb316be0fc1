from __future__ import annotations

import pytest

from kb.validity.inside import inside

TEXT = """第二条 书记每季度写一篇心得。
委员每半年写一篇心得，并做好下列工作：
（一）每年组织两次考试；
（二）每月出一期黑板报。
心得由组织委员收存，每月检查。"""
INLINE = "第五条 值班员应当：（一）每日巡查两次；（二）每周清点一次；（三）丢失的，当日报告。"


@pytest.mark.parametrize(("name", "words"), [
    ("第1款", ["第二条 书记每季度写一篇心得。"]),
    ("第2款", ["委员每半年写一篇心得，并做好下列工作：\n（一）每年组织两次考试；\n（二）每月出一期黑板报。"]),
    ("第3款", ["心得由组织委员收存，每月检查。"]), ("第4款", []),
    ("第2项", ["（二）每月出一期黑板报。"]), ("第2款第1项", ["（一）每年组织两次考试；"]), ("第1款第1项", []),
    ("“每月”", ["（二）每月出一期黑板报。", "心得由组织委员收存，每月检查。"]),
    ("第2款“每月”", ["（二）每月出一期黑板报。"]), ("“每日”", []), ("第二款", [])])
def test_where_a_part_stands(name: str, words: list[str]) -> None:
    assert [TEXT[s:e] for s, e in inside(TEXT, name)] == words


def test_items_in_one_line() -> None:
    assert [INLINE[s:e] for s, e in inside(INLINE, "第2项")] == ["（二）每周清点一次；"]
    assert inside(f"{INLINE}\n管理员应当：（一）每月汇总。\n（二）报告。", "第1项") == []
