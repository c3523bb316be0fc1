"""Topics over small documents that are written here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kb.training.topic_table import TopicRow, TopicTable
from kb.training.topics.library import library_topic
from tests.search.samples import library_of

OFFICE = """机关党支部书记责任清单

1.严格执行“三会一课”制度，每月至少召开1次支部委员会，每季度召开1次支部党员大会。
2.党支部书记每年至少讲2次党课。
3.“三会一课”记录、党费收缴明细每年归档。
4.结合每年的组织生活会，认真总结工作。
5.党支部书记每年年底向党员大会述职，不足7人的党支部由上级派人参加。
"""

OFFICE_TOO = """机关党支部建设标准

一、组织生活
1.支部党员大会每月召开1次，党小组会每月至少召开1次。
2.在党员大会上宣读处分决定。
3.认真落实组织生活会制度。
"""

COMPANY = """国有企业党支部建设标准

一、党费收缴
1.专人负责，账目清楚，专款专用。
2.每月收缴1次，按时足额上缴。
二、学习
1.党员每年学习不少于30学时，走访慰问、上党课等活动每年不少于4次。
2.要讲好党课。
"""

FILES = {"机关责任清单.txt": OFFICE, "机关标准.txt": OFFICE_TOO, "国企标准.txt": COMPANY}


def topic_of(folder: Path, name: str, *scopes: str, files: Mapping[str, str] = FILES) -> TopicTable:
    """A topic over these documents."""
    library = library_of(folder, files)
    try:
        return library_topic(library, name=name, scopes=scopes)
    finally:
        library.close()


def said(rows: tuple[TopicRow, ...]) -> list[tuple[str, str, str | None, str | None]]:
    """What the cells say: the matter, the addressee, the period and the value."""
    return [(r.matter, r.who, r.period, r.value) for r in rows]
