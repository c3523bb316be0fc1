"""Kept lists as they go over HTTP, in the shapes of kb.kept.form and kb.checklist.board_object."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kb.checklist.change import Change, Deed
from kb.checklist.items import Rhythm, Who
from kb.checklist.progress import BoxState
from kb.checklist.standing import Standing
from kb.kept.form import list_of
from kb.kept.lists import MAX_ITEMS, MAX_TICKS, Kept, KeptList

Name = Annotated[str, Field(max_length=100)]
Words = Annotated[str, Field(max_length=1000)]
Year = Annotated[int, Field(ge=1949, le=2100)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Out(BaseModel):
    model_config = ConfigDict(extra="allow")


class TickModel(_In):
    """一次勾选。"""

    item: Name = Field(description="清单里的编号")
    due: date | None = Field(description="规定的期限，没有则为 null")
    done: date = Field(description="完成日期")
    by: Name = Field(default="", description="谁勾的")
    note: Words = Field(default="", description="备注")
    evidence: Words = Field(default="", description="材料：文件名或编号")
    at: Name = Field(default="", description="记下的时刻")
    undone_at: Name | None = Field(default=None, description="撤销的时刻，没有撤销则为 null")
    undone_by: Name = Field(default="", description="谁撤销的")


class KeptModel(_In):
    """清单里的一项，照上次看过的样子。"""

    id: Name = Field(description="清单里的编号，不变")
    item: Name | None = Field(description="职责清单里的编号；自己加的为 null")
    clause: Name | None = Field(description="条款编号")
    citation: Words = Field(description="出处")
    quote: str = Field(max_length=4000, description="原文")
    start: int = Field(ge=0, le=10_000_000, description="在条款里的起点（字符）")
    end: int = Field(ge=0, le=10_000_000, description="终点（不含）")
    who: Who = Field(description="own 本人，branch 支部")
    rhythm: Rhythm | None = Field(description="周期")
    action: Words = Field(description="做什么")
    due: list[date] = Field(default_factory=list, max_length=400, description="规定的期限")
    moved: list[tuple[date | None, date]] = Field(default_factory=list, max_length=400,
                                                  description="改了的期限：[规定的, 改成的]")
    own: bool = Field(default=False, description="是否自己加的")
    dropped: bool = Field(default=False, description="是否标为不适用")


class ListModel(_In):
    """一份清单：可以存成文件，再读回来。"""

    name: Name = Field(description="名称")
    role: Name = Field(description="角色；只有自己加的事项时为空")
    scope: Name = Field(description="单位类型")
    year: Year = Field(description="年度")
    owner: Name = Field(default="", description="谁的：支部或个人")
    shared: list[Name] = Field(default_factory=list, max_length=50, description="共用的人")
    items: list[KeptModel] = Field(default_factory=list, max_length=MAX_ITEMS, description="事项")
    ticks: list[TickModel] = Field(default_factory=list, max_length=MAX_TICKS, description="勾选，撤销的也在")

    since: date | None = Field(default=None, description="从哪天算起，之前的不计；null 为全年")

    def as_kept(self) -> KeptList:
        """The list as the core knows it. Raises ReadError."""
        return list_of(self.model_dump())


class ListRequest(_In):
    """一份清单，照存下的样子。"""

    kept: ListModel = Field(description="清单")


class StartRequest(_In):
    """开始一份清单。"""

    name: Name = Field(default="", description="名称，不写则由角色和年度得来")
    role: Name = Field(default="", description="角色；不写则只有自己加的事项")
    scope: Name = Field(default="", description="单位类型")
    year: Year = Field(description="年度")
    owner: Name = Field(default="", description="谁的：支部或个人")


class EntryModel(_In):
    """自己加的一项：条款里的几个字，或自己的话。"""

    clause: Name | None = Field(default=None, description="条款编号")
    start: int = Field(default=0, ge=0, le=10_000_000, description="在条款里的起点（字符）")
    end: int = Field(default=0, ge=0, le=10_000_000, description="终点（不含），0 为整条")
    action: Words = Field(default="", description="做什么；不写则为引的原文")
    who: Who = Field(default="own", description="own 本人，branch 支部")
    rhythm: Rhythm | None = Field(default=None, description="周期")
    due: list[date] = Field(default_factory=list, max_length=400, description="期限")


class ChangeModel(_In):
    """清单的一次改动。"""

    do: Deed = Field(description="tick 勾选，undo 撤销，move 改期限，drop 不适用，apply 恢复适用，look 已复核，"
                     "add 加一项，remove 去掉自己加的一项，name 改名称")
    item: Name = Field(default="", description="清单里的编号")
    due: date | None = Field(default=None, description="规定的期限")
    done: date | None = Field(default=None, description="完成日期，不写为今天")
    note: Words = Field(default="", description="备注")
    evidence: Words = Field(default="", description="材料：文件名或编号")
    to: date | None = Field(default=None, description="改成的期限，null 为照规定")
    entry: EntryModel | None = Field(default=None, description="要加的一项")
    name: Name = Field(default="", description="新的名称")
    owner: Name = Field(default="", description="谁的")
    shared: list[Name] = Field(default_factory=list, max_length=50, description="共用的人")
    since: date | None = Field(default=None, description="改名称时：从哪天算起，之前的不计")
    by: Annotated[str, Field(max_length=20)] = Field(default="", description="谁改的")

    def as_change(self, entry: Kept | None) -> Change:
        """The change as the core knows it, with the entry that was made for it."""
        return Change(self.do, self.item, self.due, self.done, self.note, self.evidence, self.to, entry, self.name,
                      self.owner, tuple(self.shared), self.since)


class ListChangeRequest(ListRequest):
    """一份清单和要作的改动。"""

    change: ChangeModel = Field(description="改动")


File = Annotated[str, Field(max_length=1_900_000, description="勾好的 Excel 清单（.xlsx），base64")]


class ListImportRequest(ListRequest):
    """一份清单和勾好的表。"""

    file: File
    by: Annotated[str, Field(max_length=20)] = Field(default="", description="谁勾的，表里没有写时用")


class ImportRequest(_In):
    """勾好的表。"""

    file: File
    by: Annotated[str, Field(max_length=20)] = Field(default="", description="谁勾的，表里没有写时用")


class BoxOut(_Out):
    """一个勾选框。"""

    due: str | None = Field(description="规定的期限")
    day: str | None = Field(description="本清单的期限")
    label: str = Field(description="叫法，如 3月、6月30日前")
    moved: bool = Field(description="是否改了期限")
    state: BoxState = Field(description="done 已完成，past 在清单开始之前，overdue 已逾期，month 本月到期，"
                            "soon 三十天内到期，later 以后，"
                            "open 没有期限")
    former: bool = Field(description="是否原来的期限，规定里已经没有")
    tick: dict[str, Any] | None = Field(description="勾选")


class LineOut(_Out):
    """清单的一行。"""

    id: str = Field(description="清单里的编号")
    item: str | None = Field(description="职责清单里的编号")
    standing: Standing = Field(description="same 没有变，moved 换了地方，changed 改了，gone 已不在规定里，new 新增")
    review: bool = Field(description="是否需要复核")
    dropped: bool = Field(description="是否标为不适用")
    own: bool = Field(description="是否自己加的")
    action: str = Field(description="做什么")
    citation: str | None = Field(description="出处；没有变的为 null，在 kept 里")
    quote: str | None = Field(description="原文；没有变的为 null，在 kept 里")
    boxes: list[BoxOut] = Field(description="勾选框，按日期")


class DueOut(_Out):
    """一件到期的事。"""

    id: str = Field(description="清单里的编号")
    due: str | None = Field(description="规定的期限")
    day: str | None = Field(description="本清单的期限")
    action: str = Field(description="做什么")


class ProgressOut(_Out):
    """一种周期的进度。"""

    rhythm: str | None = Field(description="周期")
    done: int = Field(description="完成几次")
    total: int = Field(description="全年几次")
    overdue: int = Field(description="逾期几次")


class BoardOut(_Out):
    """清单和它今天的状态。"""

    kept: ListModel = Field(description="清单，照存下的样子")
    today: str = Field(description="哪一天的状态")
    lines: list[LineOut] = Field(description="各行")
    overdue: list[DueOut] = Field(description="已逾期")
    month: list[DueOut] = Field(description="本月到期")
    soon: list[DueOut] = Field(description="三十天内到期")
    progress: list[ProgressOut] = Field(description="进度，按周期")
    review: int = Field(description="需要复核的有几项")


class MisfitOut(_Out):
    """没有导入的一行。"""

    sheet: str = Field(description="工作表")
    row: int = Field(description="第几行")
    reason: str = Field(description="为什么")


class ImportedOut(BoardOut):
    """导入以后的清单和它今天的状态。"""

    taken: int = Field(description="导入了几条")
    left_out: list[MisfitOut] = Field(description="没有导入的")


class ListHeadOut(_Out):
    """存着的一份清单。"""

    id: str = Field(description="编号")
    name: str = Field(description="名称")
    role: str = Field(description="角色")
    scope: str = Field(description="单位类型")
    year: int = Field(description="年度")
    owner: str = Field(description="谁的")
    shared: list[str] = Field(description="共用的人")
    items: int = Field(description="几项")
    ticks: int = Field(description="勾了几次")
    changed_at: str = Field(description="最后改动的时刻")
    removed_at: str | None = Field(description="收起的时刻，没有收起则为 null")


class KeyOut(_Out):
    """清单的编号和钥匙。"""

    id: str = Field(description="编号")
    key: str = Field(description="钥匙，只在此时给出：有它的人都能看、能改这份清单")
    link: str = Field(description="带着钥匙的网址")


