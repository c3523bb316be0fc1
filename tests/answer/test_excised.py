from __future__ import annotations

from kb.answer.excised import overlaps, without_gone
from kb.types import Citation, Clause

TEXT = "第二条 迟到三次的，约谈。\n早退五次的，扣发绩效。\n旷工的，除名。"
CLAUSE = Clause("c", "d", 0, 0, len(TEXT), TEXT, "第二条", (), "办法")
GONE = (TEXT.index("早退"), TEXT.index("\n旷工"))


def cited(words: str, value: str | None = None) -> Citation:
    start = TEXT.index(words)
    return Citation("c", words, start, start + len(words), value=value)


def test_what_is_gone_is_cut_out_or_left_out() -> None:
    kept = without_gone([cited(TEXT), cited("早退五次的，扣发绩效。"), cited("扣发绩效"), cited("旷工的，除名。")],
                        {"c": (GONE,)}, {"c": CLAUSE})
    assert [f.quote for f in kept] == ["第二条 迟到三次的，约谈。", "旷工的，除名。", "旷工的，除名。"]
    assert all(TEXT[f.start:f.end] == f.quote for f in kept)


def test_a_figure_goes_with_its_words() -> None:
    kept = without_gone([cited(TEXT, value="五次")], {"c": (GONE,)}, {"c": CLAUSE})
    assert [f.value for f in kept] == [None, None]


def test_what_breaks_off_within_it_is_left_out() -> None:
    assert without_gone([cited("约谈。\n早退五次")], {"c": (GONE,)}, {"c": CLAUSE}) == []
    assert overlaps((GONE,), 0, GONE[0] + 1) and not overlaps((GONE,), 0, GONE[0])
