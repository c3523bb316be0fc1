from __future__ import annotations

import pytest

from kb.validity.title import EditionTitle, edition_title

RULES = "值班管理办法"


@pytest.mark.parametrize(("title", "expected"), [
    (RULES, EditionTitle(RULES, None, 1)),
    ("值班管理办法（2018年修订）", EditionTitle(RULES, 2018, 2)),
    ("值班管理办法(2023 年修订版)", EditionTitle(RULES, 2023, 2)),
    ("值班管理办法（二〇二三年修正）", EditionTitle(RULES, 2023, 2)),
    ("值班管理办法（2023年12月8日修改）", EditionTitle(RULES, 2023, 2)),
    ("值班管理办法（试行）", EditionTitle(RULES, None, 0)),
    ("值班管理暂行办法", EditionTitle(RULES, None, 0)),
    ("值班管理办法2023版", EditionTitle(RULES, 2023, 1)),
    ("值班管理办法（第三版）", EditionTitle(RULES, None, 3)),
    ("值班管理办法V2.0", EditionTitle(RULES, None, 2)),
    ("值班管理办法（星办发〔2020〕5号）", EditionTitle(RULES, 2020, 1)),
    ("关于印发《值班管理办法（试行）》的通知", EditionTitle(RULES, None, 0)),
    ("关于印发〈值班管理办法〉的通知", EditionTitle(RULES, None, 1)),
    ("2023年工作要点", EditionTitle("工作要点", 2023, 1)),
    ("关于做好2024年度值班工作的通知", EditionTitle("关于做好值班工作的通知", 2024, 1))])
def test_what_only_tells_editions_apart(title: str, expected: EditionTitle) -> None:
    assert edition_title(title) == expected


@pytest.mark.parametrize("title", [
    "值班管理办法（机关）", "值班管理办法（征求意见稿）", "发展规划（2021—2025年）", "2023年", "第二版",
    "值班管理办法实施细则", "关于试行值班制度的通知"])
def test_what_belongs_to_the_title(title: str) -> None:
    assert edition_title(title) == EditionTitle(title.replace("（", "(").replace("）", ")"), None, 1)
