"""Questions with their answers are one clause each."""

from __future__ import annotations

from pathlib import Path

from kb.ingest.pipeline import build

TEXT = """党员教育问答

一、组织生活
问：支部党员大会多久开一次？
答：一般每季度召开1次。
遇有下列情况，可以随时召开：
（1）选举；
（2）接收党员。
问：主题党日多久一次
答：每月1次。
二、党费
1.党费什么时候交？
答：每月10日前交。分两种情况：
（1）在职的，由单位代扣；
（2）离退休的，到支部交。
2.可以预交吗？
答：可以，一般不超过6个月。
3.党费专款专用。
"""


def test_an_answer_stands_with_its_question(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    document, parts = build(path, key="a")
    assert document.title == "党员教育问答"
    assert [(c.number, c.path, "".join(c.text.split())) for c in parts.clauses] == [
        (None, ("一、组织生活",), "问：支部党员大会多久开一次？答：一般每季度召开1次。遇有下列情况，可以随时召开："
                            "（1）选举；（2）接收党员。"),
        (None, ("一、组织生活",), "问：主题党日多久一次答：每月1次。"),
        ("1", ("二、党费",), "1.党费什么时候交？答：每月10日前交。分两种情况：（1）在职的，由单位代扣；"
                         "（2）离退休的，到支部交。"),
        ("2", ("二、党费",), "2.可以预交吗？答：可以，一般不超过6个月。"), ("3", ("二、党费",), "3.党费专款专用。")]
