"""The lists of the five documents of corpus/, counted by reading them, and ways to their clauses."""

from __future__ import annotations

from kb.store.library import Library
from kb.types import Clause, Document

SCHOOL = "学校党建工作任务清单"
UNIT = "单位党支部建设标准"
BUREAU = "市XX局机关党建工作责任清单"
METHOD = "关于建立健全基层党建工作责任制的实施办法"
COLLEGE = "高校党组织工作任务和具体要求"
FORM_1 = "（一）党总支标准化建设考核验收登记表"
FORM_2 = "（二）党支部标准化建设考核验收登记表"

COUNTS: dict[str, dict[str, int]] = {
    SCHOOL: {
        "基层党组织党建工作任务清单": 12,
        "党组织书记抓党建工作任务清单": 12,
        "党组织副书记抓党建工作任务清单": 12,
        "党组织其他班子成员抓党建工作任务清单": 8,
    },
    UNIT: {
        "单位党支部建设标准": 29,
        "机关事业单位党建重点项目及责任分解": 7,
        "市直机关党支部规范化建设参考目录": 20,
        "国有企业党支部建设标准": 24,
        "国有企业党建重点项目及责任分解": 5,
        "“两新”组织党支部建设标准": 25,
        "“两新”组织党建重点项目及责任分解": 6,
        "中小学校党建工作重点任务清单": 15,
    },
    BUREAU: {
        "党组书记抓党建工作责任清单": 17,
        "机关党委书记推进党建工作责任清单": 23,
        "党组成员和局领导“一岗双责”清单": 5,
        "市XX局党支部书记责任清单": 7,
    },
    METHOD: {METHOD: 20},
    COLLEGE: {COLLEGE: 11, "附件1": 1, FORM_1: 20, FORM_2: 20},
}


def document(library: Library, title: str) -> Document:
    return next(d for d in library.documents() if d.title == title)


def clauses(library: Library, title: str, list_title: str | None = None) -> list[Clause]:
    found = library.clauses(document(library, title).id)
    return [c for c in found if list_title in (None, c.list_title)]


def clause(library: Library, title: str, list_title: str, number: str) -> Clause:
    return next(c for c in clauses(library, title, list_title) if c.number == number)
