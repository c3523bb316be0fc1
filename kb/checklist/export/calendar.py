"""A checklist as a calendar (清单的日历): an all-day event for each day by which something is due, with reminders.

An event's UID depends on the item and its day alone, and its SEQUENCE grows with time: reading a later file into the
same calendar changes the events that are there instead of adding to them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from kb import __version__
from kb.checklist.export.boxes import Box, Ticks, boxes
from kb.checklist.items import Checklist, Item
from kb.checklist.words import WHO, how_often, remark, title
from kb.show.export.text import one_line, printable

_REMIND = (timedelta(days=-7), timedelta(days=-1))
_MORNING = timedelta(hours=9)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def as_ics(found: Checklist, ticks: Ticks, *, now: datetime) -> bytes:
    """The checklist as the bytes of an .ics file, made at the moment `now` (with a time zone). Items without a day are
    left out.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//dangjian-kb//{__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title(found))
    for item in found.items:
        for box in boxes(item, ticks):
            if box.due is not None:
                calendar.add_component(_event(item, box, box.due, now))
    content: bytes = calendar.to_ical()
    return content


def _event(i: Item, box: Box, due: date, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{i.id}-{due:%Y%m%d}@dangjian-kb")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int((now - _EPOCH).total_seconds() // 60))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    done = box.tick is not None
    often = how_often(i)
    event.add("summary", f"{'☑ ' if done else ''}{one_line(i.action)}" + (f"（{often}）" if often else ""))
    event.add("description", _description(i, box))
    event.add("categories", [f"{WHO[i.who]}职责", *([i.rhythm] if i.rhythm else [])])
    event.add("transp", "TRANSPARENT")  # it takes no time of the day
    for before in () if done else _REMIND:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one_line(i.action))
        alarm.add("trigger", before + _MORNING)
        event.add_component(alarm)
    return event


def _description(i: Item, box: Box) -> str:
    lines = [f"{i.quote}", f"——{i.citation}"]
    if i.record:
        lines.append(f"材料：{'、'.join(i.record)}")
    lines += [r for r in (remark(i),) if r]
    if box.tick is not None:
        tick = box.tick
        lines.append("，".join(t for t in (f"{tick.done.isoformat()} 完成", tick.by, tick.evidence, tick.note) if t))
    return printable("\n".join(lines))
