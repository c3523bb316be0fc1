from __future__ import annotations

from datetime import timedelta
from typing import Any

import vobject
from icalendar import Calendar

from kb.checklist.export.calendar import as_ics
from kb.checklist.items import Checklist
from tests.checklist.export.samples import FOUND, NOW, QUARTERS, TICKS


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_for_every_day_and_none_for_what_has_no_day() -> None:
    found = events(as_ics(FOUND, {}, now=NOW))
    assert [e["dtstart"].dt for e in found] == list(QUARTERS)
    assert {str(e["summary"]) for e in found} == {"组织党课（每季度至少1次）"}
    assert "——《办法》第1条" in str(found[0]["description"])
    assert "材料：会议记录、签到" in str(found[0]["description"])


def test_it_reminds_a_week_and_a_day_before_of_what_is_not_done() -> None:
    found = events(as_ics(FOUND, TICKS, now=NOW))
    triggers = [[a["trigger"].dt for a in e.walk("VALARM")] for e in found]
    week, day = timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)
    assert triggers == [[], [week, day], [week, day], [week, day]]
    assert str(found[0]["summary"]).startswith("☑ ")
    assert "2026-03-20 完成，张三，记录第7号，到会12人" in str(found[0]["description"])


def test_a_later_file_changes_the_events_that_are_there() -> None:
    first, later = (events(as_ics(FOUND, TICKS if n else {}, now=NOW + timedelta(hours=n))) for n in (0, 1))
    assert [str(e["uid"]) for e in first] == [str(e["uid"]) for e in later]
    assert len({str(e["uid"]) for e in first}) == 4
    assert all(int(a["sequence"]) < int(b["sequence"]) and a["dtstamp"].dt < b["dtstamp"].dt
               for a, b in zip(first, later, strict=True))


def test_another_program_reads_the_same() -> None:
    content = as_ics(FOUND, TICKS, now=NOW)
    assert b"\r\n" in content and all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = vobject.readOne(content.decode())
    assert [e.dtstart.value for e in calendar.vevent_list] == list(QUARTERS)
    assert [e.dtend.value for e in calendar.vevent_list] == [d + timedelta(days=1) for d in QUARTERS]
    assert calendar.vevent_list[1].summary.value == "组织党课（每季度至少1次）"


def test_an_empty_list_is_an_empty_calendar() -> None:
    content = as_ics(Checklist("党支部书记", "农村", 2026, ()), {}, now=NOW)
    assert events(content) == []
    assert vobject.readOne(content.decode()).prodid.value.startswith("-//dangjian-kb//")
