"""Settings of the service (服务设置), read from the environment. Each has a default that is safe on an intranet.

Headers of a proxy (X-Forwarded-For, X-Forwarded-Proto) are believed only where FORWARDED_ALLOW_IPS, which is
uvicorn's, names the proxy that they come from.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from kb.environment import Variables, complaint
from kb.keys import id_in


def _listed(stated: object) -> object:
    if not isinstance(stated, str):
        return stated
    return [part.strip() for part in stated.replace("，", ",").split(",") if part.strip()]


def _token(stated: str) -> str:
    if len(stated.strip()) < 8:
        raise complaint("太短：至少 8 个字符，别人才猜不到。")
    if id_in(stated.strip()) is not None:
        raise complaint("写的是 kb key add 建的密钥：密钥不用写在设置里，口令请另取一个。")
    return stated.strip()


def _origin(stated: str) -> str:
    origin = stated.rstrip("/")
    scheme, separator, host = origin.partition("://")
    if scheme not in ("http", "https") or not separator or not host or any(c in host for c in "/ ;,*'\"<>"):
        raise complaint("里的 {origin} 不对：应像 http://oa.example.cn 这样，多个用逗号分开。", origin=origin[:60])
    return origin


_Token = Annotated[str, AfterValidator(_token)]
_Origin = Annotated[str, AfterValidator(_origin)]
_Host = Annotated[str, AfterValidator(str.lower)]
_Level = Literal["debug", "info", "warning", "error"]


class ServiceSettings(Variables):
    """What the person who runs the service may set."""

    admin_token: _Token | None = Field(
        default=None, description="管理口令或它的 argon2 散列，至少 8 个字符；不设则没有管理功能")
    read_token: _Token | None = Field(
        default=None, description="阅读口令，至少 8 个字符：接口用 `Authorization: Bearer 口令`，网页登录一次管 30 天；"
        "`/healthz`、`/readyz`、`/static` 不用口令")
    origins: Annotated[tuple[_Origin, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(), description="可以嵌入问答框、从网页调用接口的网站，逗号分开，如 `http://oa.example.cn`")
    hosts: Annotated[tuple[_Host, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(), description="访问 `/mcp` 所用的主机名，逗号分开；IP 地址、localhost 和本机名不用写")
    common_hosts: Annotated[tuple[_Host, ...], NoDecode, BeforeValidator(_listed)] = Field(
        default=(), description="分了单位（`kb tenant add`）以后，"
        "共用的那一份用哪些主机名访问，逗号分开；别的主机名要是某个单位的；不设为只限本机")
    rate: int = Field(default=120, ge=0, le=1_000_000,
                      description="每个地址每分钟的提问和反馈数，0 为不限；超过返回 429")
    concurrency: int = Field(default=200, ge=1, le=10_000, description="同时处理和等候的请求数；超过返回 503")
    connections: int = Field(default=256, ge=0, le=65_535,
                             description="每个地址同时打开的连接数，0 为不限；前面有代理时设为 0，由代理来限")
    max_upload: int = Field(default=20, ge=1, le=1000, description="上传上限（MiB）；其他请求体上限 64 KiB")
    log_level: Annotated[_Level, BeforeValidator(lambda stated: str(stated).strip().lower())] = Field(
        default="info", description="日志：debug、info、warning 或 error；写到标准错误，一行一个 JSON")
    log_questions: int = Field(default=0, ge=0, le=1, description="设为 `1` 时日志里记下问题的文字")
