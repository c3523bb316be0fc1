"""Variables of the environment (环境变量) as pydantic-settings declares them: read, complained of, listed.

Loading pydantic takes as long as answering several questions: kb.config does so only where there is something to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kb.errors import KBError

_PREFIX, _OWN_WORDS, _SHOWN = "KB_", "setting", 20
V = TypeVar("V", bound="Variables")


class Variables(BaseSettings):
    """Variables named KB_ and the field; a blank one is as one that is not set. `description` is for their reader."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, stated: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in stated.items() if not isinstance(v, str) or v.strip()}


class EngineVariables(Variables):
    """Where things are and how the model is used: what kb.config.Settings is made of."""

    data: str = Field(default="./data", description="数据文件夹：知识库、索引、模型。命令行 `--data` 优先")
    corpus: str | None = Field(
        default=None, description="语料文件夹；不设时取当前文件夹里的 `corpus`，没有就取程序旁边的那个")
    model: str | None = Field(
        default=None, description="换用别的句向量模型（不设为 m3e-small）：一个本地的 "
        "sentence-transformers 模型文件夹，池化方式为 mean 或 cls；或写 `multilingual-e5-small`，"
        "下载这个 MIT 许可的模型")
    query_instruction: str = Field(
        default="", description="有的模型要求在问题前加的一句话，例如 `为这个句子生成表示以用于检索相关文章：`；"
        "只用于自己的模型文件夹")
    passage_instruction: str = Field(
        default="", description="有的模型要求在条款前加的一句话，例如 `passage: `；只用于自己的模型文件夹")
    threads: int = Field(
        default=1, ge=1, le=64,
        description="句向量模型用几个核，1–64；一个短问题用一个核就够，建大量文件的索引时可以加大")
    answers: int = Field(
        default=16, ge=0, le=4096,
        description="答过的问题最多记住多少 MiB：知识库、索引、日期都没有变时，同样的问题不用再算一遍；0 为不记。"
        "每个服务进程各记各的")
    database_url: str | None = Field(
        default=None, pattern=r"^postgresql\+psycopg://",
        description="知识库和索引放在 PostgreSQL（15 以上，装有 pgvector）里，而不放在数据文件夹："
        "`postgresql+psycopg://用户:口令@主机/库`；几台主机写成 `?host=甲:5432&host=乙:5432`。"
        "要先装可选组件 `postgres`")
    tenant: str | None = Field(
        default=None, description="几个单位合用一处安装时，命令为哪一个单位运行：写它的代号（见 `kb tenant list`）；"
        "不设为共用的。命令行 `kb --tenant` 优先；`kb serve` 不看这一项，按网址的主机名分")
    read_seconds: int = Field(
        default=15, ge=1, le=3600, description="读一个文件最多用几秒（PDF 每 150 页另加一份）；"
        "超过就不收这个文件，并说明原因。"
        "要由 LibreOffice 转换的另加转换的时间")
    read_memory: int = Field(default=700, ge=200, le=65536, description="读一个文件最多用多少内存（MiB）")
    read_characters: int = Field(default=3_000_000, ge=10_000, le=100_000_000, description="一个文件最多多少字")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its default as it would be written, empty where there is none, and what it means, in Markdown."""

    name: str
    default: str
    meaning: str


def read(kind: type[V]) -> V:
    """What the environment says. Raises KBError, which names the variable, where a value makes no sense."""
    try:
        return kind()
    except ValidationError as e:
        raise KBError(_complaint(kind, e.errors()[0])) from e


def complaint(words: str, **named: str) -> PydanticCustomError:
    """What a validator raises: `words`, with {names} filled in, go on from the name of the variable."""
    return PydanticCustomError(_OWN_WORDS, words, named)


def declared(kind: type[Variables]) -> list[Variable]:
    """The variables in the order in which they stand."""
    return [Variable(_name(field), _written(info.default), info.description or "")
            for field, info in kind.model_fields.items()]


def table(kinds: Sequence[type[Variables]]) -> str:
    """The variables as the table of the README."""
    rows = [f"| `{v.name}` | {f'`{v.default}`' if v.default else '空'} | {v.meaning} |"
            for kind in kinds for v in declared(kind)]
    return "\n".join(["| 变量 | 默认 | 意思 |", "| --- | --- | --- |", *rows])


def _name(field: str) -> str:
    return _PREFIX + field.upper()


def _written(default: Any) -> str:
    return "" if default in (None, ()) else str(default)


def _complaint(kind: type[Variables], error: Any) -> str:
    field = str(error["loc"][0])
    if field == "database_url":  # it may hold a password
        return f"设置 {_name(field)} 不对：应为 postgresql+psycopg://用户:口令@主机/库。"
    if error["type"] == _OWN_WORDS:
        return f"设置 {_name(field)} {error['msg']}"
    return f"设置 {_name(field)}={str(error['input'])[:_SHOWN]} 不对：应为{_allowed(kind.model_fields[field])}。"


def _allowed(info: FieldInfo) -> str:
    if get_origin(info.annotation) is Literal:
        return f" {'、'.join(get_args(info.annotation))} 之一"
    low = next((m.ge for m in info.metadata if isinstance(m, Ge)), None)
    high = next((m.le for m in info.metadata if isinstance(m, Le)), None)
    return f" {low}–{high} 的整数"
