from __future__ import annotations

import pytest

from kb.ingest.records import papers, records


def test_papers_are_the_longest_words_once_each() -> None:
    assert papers("会议记录存档，会议记录要签到，形成调研报告") == ("会议记录", "存档", "签到", "调研报告")


@pytest.mark.parametrize(("text", "what", "kept"), [
    ("每年召开1次会议，会议记录存档；考勤按月汇总。", "每年召开1次会议", ("会议记录", "存档")),
    ("每年召开1次会议；会议记录存档。", "每年召开1次会议", ("会议记录", "存档")),
    ("每年召开1次会议。会议记录由组织委员存档。", "每年召开1次会议", ("会议记录", "存档")),
    ("每年召开1次会议。每月检查1次台账。", "每年召开1次会议", ()),
    ("台账齐全；每年召开1次会议。", "每年召开1次会议", ()),
    ("台账齐全。每年召开1次会议。", "每年召开1次会议", ()),
    ("每年上1次党课。", "每年上1次党课", ()),
    ("", "", ()),
])
def test_records_of_what_stands_there(text: str, what: str, kept: tuple[str, ...]) -> None:
    start = text.index(what)
    assert records(text, start, start + len(what)) == kept
