"""Numbers and dates as spreadsheets show them; the expected words are what LibreOffice Calc writes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from kb.ingest.readers.number_format import shown


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (5.0, "General", "5"),
        (1e-7, "General", "0.0000001"),
        (0.25, "0%", "25%"),
        (0.005, "0.00%", "0.50%"),
        (1, "0%", "100%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234.5, "0", "1235"),
        (5, "000", "005"),
        (0.25, "0.##", "0.25"),
        (-3.2, "#,##0;(#,##0)", "(3)"),
        (0, '0;-0;"无"', "无"),
        (3, '0"次"', "3次"),
        (3, '"第"0"条"', "第3条"),
        (100, "[$¥-804]#,##0.00", "¥100.00"),
        (-0.2, "0", "0"),
        (20, '[>=10]0"多";0', "20"),
        (True, "General", "TRUE"),
        ("党课", "@", "党课"),
        ("党课", '0;0;0;@"记录"', "党课记录"),
        (None, "0", ""),
    ],
)
def test_numbers(value: object, code: str, words: str) -> None:
    assert shown(value, code) == words


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (date(2024, 3, 1), 'yyyy"年"m"月"d"日"', "2024年3月1日"),
        (datetime(2024, 3, 1, 8, 5), "yyyy-mm-dd hh:mm", "2024-03-01 08:05"),
        (datetime(2024, 3, 1), '[$-804]yyyy"年"m"月";@', "2024年3月"),
        (datetime(2024, 12, 21), '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年十二月二十一日"),
        (datetime(2024, 3, 1), "aaaa", "星期五"),
        (time(14, 30), "h:mm AM/PM", "2:30 PM"),
        (time(14, 30), "h:mm", "14:30"),
        (timedelta(hours=36, minutes=5), "[h]:mm", "36:05"),
        (45352, "yyyy/m/d", "2024/3/1"),
        (45352.5, "m/d h:mm", "3/1 12:00"),
    ],
)
def test_dates(value: object, code: str, words: str) -> None:
    assert shown(value, code) == words


@pytest.mark.parametrize(
    ("number", "words"), [(14, "2024/3/1"), (31, "2024年3月1日"), (57, "2024年3月"), (58, "3月1日")]
)
def test_formats_of_chinese_excel_that_a_file_names_by_number(number: int, words: str) -> None:
    assert shown(45352, "General", number) == words
