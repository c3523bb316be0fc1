"""Two small documents made by hand: regulations by chapters and articles, and duties by lists and headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kb.answer.outline import Outline
from kb.answer.structure import Structure
from kb.question.finder import Finder
from kb.question.question import Question, understand
from kb.search.holdings import Holdings
from kb.search.index.build import build_index
from kb.search.recall import Recall
from kb.search.translation import Translation
from kb.types import Clause
from tests.conftest import HashEmbedder
from tests.search.samples import clause

RULES, DUTIES = "城南大学会费管理办法（试行）", "某局党支部任务清单"
NAMES = {"rules": (RULES, "城南大学会费管理办法定稿"), "duties": (DUTIES,)}
GENERAL, PAYING, LAST = "第一章 总则", "第二章 缴纳", "第三章 附则"
SECRETARY, ORGANISER = "党支部书记任务清单", "组织委员任务清单"
STUDY, EVENTS = "一、学习教育", "二、活动组织"
THIRD = ("第三条 会费按下列标准缴纳：\n（一）教师每月缴纳10元；\n（二）学生每月缴纳1元；\n（三）退休人员免缴。\n"
         "有下列情形的，可以缓缴：\n（一）患重病；\n（二）依照前款第（三）项免缴后又复工。")


def article(number: str, text: str, chapter: str) -> Clause:
    return replace(clause(number, f"{number} {text}", path=(chapter,), list_title=RULES, scope=("高校",)),
                   document_id="rules", number=number)


def item(identity: str, number: str, text: str, path: Sequence[str], roles: Sequence[str] = ()) -> Clause:
    made = clause(identity, f"{number}.{text}", path=tuple(path), list_title=path[0], roles=tuple(roles),
                  scope=("机关",))
    return replace(made, document_id="duties", number=number)


CLAUSES = (
    article("第一条", "为了管好会费，制定本办法。", GENERAL),
    article("第二条", "会费由财务室收取。", GENERAL),
    article("第二条之一", "会费不得挪用。", GENERAL),
    replace(clause("第三条", THIRD, path=(PAYING,), list_title=RULES, scope=("高校",)), document_id="rules",
            number="第三条"),
    article("第四条", "逾期的，财务室每季度催缴1次。", PAYING),
    article("第五条", "本办法由财务室解释。", LAST),
    item("s1", "1", "组织支部委员会学习，撰写笔记。", (SECRETARY, STUDY), ["党支部书记"]),
    item("s2", "2", "每月讲授时事课1次。", (SECRETARY, STUDY), ["党支部书记"]),
    item("s3", "3", "组织登山活动。", (SECRETARY, EVENTS), ["党支部书记"]),
    item("o1", "1", "管理花名册；支委会前送阅材料。", (ORGANISER, STUDY), ["组织委员"]),
    item("o2", "2", "收集材料并归档。", (ORGANISER, STUDY), ["组织委员"]),
)
BY_ID = {c.id: c for c in CLAUSES}
HELD = Holdings.of(CLAUSES)


def outline() -> Outline:
    return Outline(HELD, NAMES)


def rarity(pair: str) -> float:
    """Every pair of characters tells alike."""
    return 1.0


@cache
def finder() -> Finder:
    titles = {d: names[0] for d, names in NAMES.items()}
    return Finder(build_index(CLAUSES, titles, [], HashEmbedder()), HashEmbedder(), translation=Translation({}))


def recall() -> Recall:
    return finder().recall


def structure() -> Structure:
    return Structure(HELD, NAMES, recall(), finder().tokenizer)


def asked(text: str) -> Question:
    return understand(text, finder().tokenizer)
