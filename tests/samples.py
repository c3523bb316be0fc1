"""Small answers made by hand, for tests of how answers are shown and exported."""

from __future__ import annotations

from datetime import date

from kb.types import Answer, Citation, CitedClause, Clause

DAY = date(2026, 11, 21)
HOSTILE = '<img src=x onerror=alert(1)>&"\'`*_[a](javascript:alert(1))# 1. www.evil.example'


def cited(name: str, text: str, *scope: str, status: str = "现行", page: int | None = None) -> CitedClause:
    """A clause of the document 《办法》; its text begins at the document's beginning."""
    clause = Clause(name, "d1", 0, 0, len(text), text, None, (), "办法", scope=scope or ("通用",), page=page)
    return CitedClause(clause, "办法", f"《办法》{name}", status, 1.0)


def finding(clause: CitedClause, words: str, value: str | None = None, period: str | None = None) -> Citation:
    start = clause.clause.text.index(words)
    return Citation(clause.clause.id, words, start, start + len(words), value, period, scope=clause.clause.scope)


OFFICE = cited("第1条", "1.书记每年至少上1次党课，并作记录。", "机关")
SCHOOL = cited("第2条", "书记每年至少上2次党课。", "学校")
COLLEGE = cited("第3条", "书记每季度上1次党课。", "高校")
NEAR = [cited(f"第{n}条", f"党费按月交，其{n}。") for n in range(4, 9)]


def answered(question: str = "书记多久上一次党课", understood_as: str | None = None) -> Answer:
    """An answer with findings for three kinds of organisation and five clauses beside them."""
    found = (finding(OFFICE, "每年至少上1次", "至少1次", "每年"),
             finding(SCHOOL, "书记每年至少上2次党课。", "至少2次", "每年"),
             finding(COLLEGE, "每季度上1次", "1次", "每季度"))
    return Answer(question, "answered", "每年至少1次。书记每年至少上1次党课。", found, (OFFICE, SCHOOL, COLLEGE, *NEAR),
                  understood_as=understood_as)


def refused(question: str = "食堂几点开门") -> Answer:
    return Answer(question, "not_found", f"知识库里没有条款规定“{question}”。", (), tuple(NEAR))
