from __future__ import annotations

import pytest

from kb.checklist.due import due_dates

MONTHS = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"]
QUARTERS = ["03-31", "06-30", "09-30", "12-31"]


@pytest.mark.parametrize(("period", "deadline", "days"), [
    ("每月", None, MONTHS), ("每季度", None, QUARTERS), ("每半年", None, ["06-30", "12-31"]), ("每年", None, ["12-31"]),
    ("每年", "“七·一”前", ["06-30"]), ("每年", "七一前", ["06-30"]), ("每年", "6月份和12月份", ["06-30", "12-31"]),
    ("每半年", "6月、12月", ["06-30", "12-31"]), ("每年", "12月底前", ["12-31"]), ("每年", "年底前", ["12-31"]),
    ("每年", "年终", ["12-31"]), ("每年", "年初", ["03-31"]), ("一次性", "5月6日前", ["05-06"]),
    ("每年", "9月", ["09-30"]),
    ("每年", "5月前", ["04-30"]), ("每年", "十一月底前", ["11-30"]), ("每年", "3月中旬", ["03-20"]),
    ("每年", "一季度", ["03-31"]), ("每季度", "季度末", QUARTERS),
    ("每季度", "季度初", ["01-10", "04-10", "07-10", "10-10"]),
    ("每季度", "首月5日前", ["01-05", "04-05", "07-05", "10-05"]),
    ("每季度", "第一个月", ["01-31", "04-30", "07-31", "10-31"]),
    ("每季度", "第二个月10日前", ["02-10", "05-10", "08-10", "11-10"]),
    ("每季度", "最后一个月25日前", ["03-25", "06-25", "09-25", "12-25"]),
    ("每年", "春节前", ["02-16"]), ("每年", "春节前后", ["02-17"]), ("每年", "“七一”和春节前", ["02-16", "06-30"]),
    ("每年", "元旦、春节、国庆前3日", ["02-14", "09-28", "12-29"]), ("每年", "十一月", ["11-30"]),
    ("任期", None, []), ("一次性", None, []), (None, None, []), ("每三年", None, [])])
def test_the_days_of_a_year(period: str | None, deadline: str | None, days: list[str]) -> None:
    assert [f"{d:%m-%d}" for d in due_dates(period, deadline, 2026)] == days


def test_a_day_of_every_month() -> None:
    days = due_dates("每月", "25日前", 2026)
    assert len(days) == 12 and {d.day for d in days} == {25}


def test_every_week_is_due_on_its_sunday() -> None:
    days = due_dates("每周", None, 2026)
    assert len(days) == 52 and {d.isoweekday() for d in days} == {7}


def test_leap_years() -> None:
    assert due_dates("每月", None, 2028)[1].day == 29


@pytest.mark.parametrize("printed", ["13月底前", "2月30日前", "0月"])
def test_no_day_is_made_up(printed: str) -> None:
    assert [f"{d:%m-%d}" for d in due_dates("每年", printed, 2026)] == ["12-31"]


def test_a_moon_festival_without_a_known_date_falls_into_its_year() -> None:
    assert [f"{d}" for d in due_dates("每年", "春节前", 2100)] == ["2100-12-31"]
    assert [f"{d}" for d in due_dates("每年", "“七一”和春节前", 1999)] == ["1999-06-30"]


def test_days_of_the_week() -> None:
    weekly = due_dates("每周", "周三下午", 2026)
    assert {d.isoweekday() for d in weekly} == {3} and len(weekly) == 52
    monthly = due_dates("每月", "第二个星期五", 2026)
    assert [f"{d:%m-%d}" for d in monthly[:3]] == ["01-09", "02-13", "03-13"]
    assert f"{due_dates('每月', '最后一个周五', 2026)[0]}" == "2026-01-30"
    assert due_dates("每月", "第二周的星期五", 2026) == monthly
