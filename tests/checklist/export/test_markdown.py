from __future__ import annotations

from markdown_it import MarkdownIt

from kb.checklist.export.markdown import as_markdown
from tests.checklist.export.samples import FOUND, TICKS


def test_parts_items_days_and_what_is_done() -> None:
    text = as_markdown(FOUND, TICKS)
    assert text.startswith("# 党支部书记（机关）2026年职责清单\n\n共 4 条，其中有次数、数量或期限的 2 条。\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 每季度（1 条）", "## 常设要求（1 条）", "## 经常（1 条）", "## 一般职责（1 条）"]
    assert "- [ ] **组织：组织党课**" in text
    assert "  - 到期：☑ 3月31日（3月20日完成，张三） ☐ 6月30日 ☐ 9月30日 ☐ 12月31日" in text
    assert "- [x] **本人：=1+1**" in text


def test_a_reader_of_markdown_sees_the_quote_as_printed() -> None:
    shown = MarkdownIt().render(as_markdown(FOUND, {}))
    assert "<li>=1+1，带头遵守纪律 —— 《办法》第3条</li>" in shown
