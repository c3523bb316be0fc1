"""Responses as they go over HTTP, in the shapes of kb.show.objects; they may carry further fields."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api import examples
from kb.question.finder import Retriever


class _Out(BaseModel):
    model_config = ConfigDict(extra="allow")


class GoneOut(_Out):
    """条款里单独失效的一款、一项，或被换掉的几个字所在的句子。"""

    name: str = Field(description="是哪一部分，如 第2款")
    start: int = Field(description="在条款原文里从第几个字起；认不出是哪几个字时 start、end 都是 0")
    end: int = Field(description="到第几个字为止")
    effective_to: str | None = Field(description="有效的最后一天，不知道则为 null")
    by: str = Field(description="废止或修改它的文件的编号")
    changed: bool = Field(description="是修改还是废止")


class ClauseOut(_Out):
    """一条条款和它的出处。"""

    id: str = Field(description="条款编号")
    document_id: str = Field(description="文件编号")
    document: str = Field(description="文件名称")
    path: list[str] = Field(description="它上面的各级标题，由外到内")
    number: str | None = Field(description="印出的条号，没有则为 null")
    citation: str = Field(description="完整的出处")
    text: str = Field(description="条款原文，一字不改")
    scope: list[str] = Field(description="适用的单位类型")
    roles: list[str] = Field(description="约束的角色")
    page: int | None = Field(description="所在页，没有分页则为 null")
    status: str = Field(description="文件的效力，如 现行、已废止")
    ocr: bool = Field(description="是否识别自扫描件")
    confidence: float | None = Field(description="识别的可信度，0 到 1；不是识别来的则为 null")
    unsure: list[int] = Field(description="识别把握不大的字在 text 里的位置（字符）")
    lead: bool = Field(description="是否只是引出下文的话，本身不作规定")
    effective_from: str | None = Field(description="文件施行的日期")
    effective_to: str | None = Field(description="文件失效的日期")
    gone: list[GoneOut] = Field(description="条款仍然有效，其中已经或将要失效的款、项")


class CitedClauseOut(ClauseOut):
    """排了序的一条条款。"""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [examples.CITED]})

    score: float = Field(description="得分，越高越相关；不同检索方式的得分不能相比")


class FindingOut(_Out):
    """一条依据：条款里回答问题的那几个字。"""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [examples.FINDING]})

    clause: str = Field(description="条款编号，在 clauses 里")
    quote: str = Field(description="原文，等于条款 text[start:end]")
    start: int = Field(description="在条款 text 里的起点（字符）")
    end: int = Field(description="终点（不含）")
    value: str | None = Field(description="次数、数量等，问的不是数字则为 null")
    period: str | None = Field(description="周期，如 每年")
    subject: str | None = Field(description="谁")
    scope: list[str] = Field(description="适用的单位类型")


class NoticeOut(_Out):
    """依据的效力：将有新规定（coming）、一年内改过（changed）、已不现行（ended）。"""

    kind: Literal["coming", "changed", "ended"] = Field(description="哪一种")
    text: str = Field(description="一句话")
    date: str | None = Field(description="哪一天起")
    clause: str = Field(description="说的是哪一条")
    other: str | None = Field(description="另一版里相应的条款")
    quote: str | None = Field(description="那一条里相应的话")
    start: int = Field(description="那句话在那一条里的起点（字符）")
    end: int = Field(description="终点（不含）")
    link: str | None = Field(description="两版的对照页")


class AnswerOut(_Out):
    """回答：先读的一句话，它所依据的条款，和排了序的条款。"""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [examples.ANSWER]})

    question: str = Field(description="问题，原样")
    status: Literal["answered", "not_found", "invalid"] = Field(
        description="answered 有依据；not_found 没有条款回答它，clauses 里是最接近的；invalid 没有看到问题")
    answer: str = Field(description="先读的一句话")
    findings: list[FindingOut] = Field(description="依据，最好的在前")
    clauses: list[CitedClauseOut] = Field(description="相关条款，最好的在前")
    took_ms: float = Field(description="用时（毫秒）")
    understood_as: str | None = Field(default=None, description="补全后的问题；与原问题相同时没有这一项")
    as_of: str | None = Field(default=None, description="按哪一天有效的规定；没有指定时没有这一项")
    link: str | None = Field(default=None, description="要出题时，出题的网页；别的时候没有这一项")
    notices: list[NoticeOut] = Field(default_factory=list, description="依据的效力有什么要知道的；没有时没有这一项")


class SearchOut(_Out):
    """检索的结果。"""

    query: str = Field(description="检索的词语，原样")
    retriever: Retriever = Field(description="所用的检索方式")
    clauses: list[CitedClauseOut] = Field(description="条款，最好的在前")


class ListOut(_Out):
    """文件里的一份清单。"""

    title: str = Field(description="清单名称")
    clauses: int = Field(description="条款数")


class DocumentOut(_Out):
    """知识库里的一个文件。"""

    id: str = Field(description="文件编号")
    title: str = Field(description="名称")
    file: str = Field(description="原文件名")
    format: str = Field(description="文件格式，如 docx")
    issuer: str | None = Field(description="制定机关")
    number: str | None = Field(description="文号")
    date: str | None = Field(description="发布日期")
    effective_from: str | None = Field(description="施行的日期")
    effective_to: str | None = Field(description="失效的日期")
    replaces: str | None = Field(description="它替代的文件的编号")
    replaced_by: str | None = Field(description="替代它的文件的编号")
    repeals: list[str] = Field(description="它宣布废止的文件的名称")
    repealed_clauses: list[str] = Field(description="其余仍然有效，只这几条（章、款、项）已被别的文件废止")
    changed_clauses: list[str] = Field(description="其余仍然有效，只这几条（款、项）已被别的文件修改")
    repeals_clauses: list[dict[str, str | list[str]]] = Field(
        description="它只废止其中几条的文件：title 名称，clauses 条、章")
    changes_clauses: list[dict[str, str | list[str]]] = Field(
        description="它只修改其中几条的文件：title 名称，clauses 条、款、项")
    warnings: list[str] = Field(description="没能读出或值得核对的地方，没有则为空")
    status: str = Field(description="效力，如 现行、已废止")
    scope: list[str] = Field(description="适用的单位类型")
    source: str = Field(description="原文件名")
    sha256: str = Field(description="原文件的 SHA-256")
    parser: str = Field(description="读取程序及其版本")
    characters: int = Field(description="正文的字数")
    clauses: int = Field(description="条款数")
    lists: list[ListOut] = Field(description="各清单，按印出的次序")


class OutlineClauseOut(_Out):
    """文件目录里的一条条款。"""

    id: str = Field(description="条款编号")
    number: str | None = Field(description="印出的条号")
    list_title: str = Field(description="所在的清单")
    path: list[str] = Field(description="它上面的各级标题")
    page: int | None = Field(description="所在页")
    text: str = Field(description="条款原文")


class DocumentDetailOut(DocumentOut):
    """一个文件和它的全部条款。"""

    outline: list[OutlineClauseOut] = Field(description="全部条款，按印出的次序")


class DocumentAddedOut(DocumentOut):
    """刚刚生效的文件；warnings 里还有拆分时值得核对的地方。"""


class NeighbourOut(_Out):
    """前后的条款。"""

    id: str = Field(description="条款编号")
    number: str | None = Field(description="印出的条号")
    text: str = Field(description="条款原文")


class ObligationOut(_Out):
    """一项有次数、数量或期限的职责。"""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [examples.OBLIGATION]})

    clause: str = Field(description="条款编号")
    document: str = Field(description="文件名称")
    path: list[str] = Field(description="条款上面的各级标题")
    number: str | None = Field(description="印出的条号")
    quote: str = Field(description="原文，等于条款 text[start:end]")
    start: int = Field(description="在条款 text 里的起点（字符）")
    end: int = Field(description="终点（不含）")
    subject: str | None = Field(description="谁")
    action: str = Field(description="做什么")
    period: str | None = Field(description="周期：每日、每周、每月、每季度、每半年、每年、每三年、每五年、任期、一次性")
    count: int | float | list[int | float] | None = Field(description="数量，或 [最少, 最多]")
    comparator: Literal[">=", "<=", "=", "range"] | None = Field(description="数量怎样比较")
    unit: str | None = Field(description="单位：次、学时、人、%、‰ 等")
    deadline: str | None = Field(description="期限，如 每年12月底前")
    scope: list[str] = Field(description="适用的单位类型")
    condition: str | None = Field(description="只在什么情况下这样要求，照原文，如 设党委的；没有则为 null")
    record: list[str] = Field(description="同一句里要求留下的材料，照原文，如 会议记录")


class ClauseDetailOut(ClauseOut):
    """一条条款、前后的条款，和它规定的职责事项。"""

    before: NeighbourOut | None = Field(description="前一条")
    after: NeighbourOut | None = Field(description="后一条")
    obligations: list[ObligationOut] = Field(description="它规定的职责事项")


class StateOut(_Out):
    """运行状态。"""

    status: Literal["ok"] = Field(description="正常")
