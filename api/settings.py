"""Settings of the service (服务设置), read from the environment. Each has a default that is safe on an intranet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import KBError


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What the person who runs the service may set.

    `admin_token` signs the administrator in; without it administration is off. `read_token` is asked of every reader of
    the API where it is set. `origins` are the intranet pages that may embed the chat box, `hosts` the names by which
    this service is reached, apart from addresses, localhost and the machine's own name. `rate` is how many questions
    one address may ask a minute (0: no limit), `concurrency` how many requests are worked on at once before others are
    told to come back, `max_upload` the largest upload in MiB. `log_questions` lets question text into the logs.
    """

    admin_token: str | None = None
    read_token: str | None = None
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    rate: int = 120
    concurrency: int = 64
    max_upload: int = 20
    log_questions: bool = False


def load_service_settings(env: Mapping[str, str] | None = None) -> ServiceSettings:
    """Settings from KB_ADMIN_TOKEN, KB_READ_TOKEN, KB_ORIGINS and KB_HOSTS (comma separated), KB_RATE,
    KB_CONCURRENCY, KB_MAX_UPLOAD and KB_LOG_QUESTIONS. Raises KBError where a value makes no sense.
    """
    env = os.environ if env is None else env
    return ServiceSettings(
        admin_token=_token(env, "KB_ADMIN_TOKEN"),
        read_token=_token(env, "KB_READ_TOKEN"),
        origins=tuple(_origin(o) for o in env.get("KB_ORIGINS", "").replace("，", ",").split(",") if o.strip()),
        hosts=tuple(h.strip().lower() for h in env.get("KB_HOSTS", "").replace("，", ",").split(",") if h.strip()),
        rate=_number(env, "KB_RATE", default=120, low=0, high=1_000_000),
        concurrency=_number(env, "KB_CONCURRENCY", default=64, low=1, high=10_000),
        max_upload=_number(env, "KB_MAX_UPLOAD", default=20, low=1, high=1000),
        log_questions=_number(env, "KB_LOG_QUESTIONS", default=0, low=0, high=1) == 1,
    )


def _token(env: Mapping[str, str], name: str) -> str | None:
    stated = env.get(name, "").strip()
    if stated and len(stated) < 8:
        raise KBError(f"设置 {name} 太短：至少 8 个字符，别人才猜不到。")
    return stated or None


def _origin(stated: str) -> str:
    origin = stated.strip().rstrip("/")
    scheme, separator, host = origin.partition("://")
    if scheme not in ("http", "https") or not separator or not host or any(c in host for c in "/ ;,*'\"<>"):
        raise KBError(f"设置 KB_ORIGINS 里的 {origin[:60]} 不对：应像 http://oa.example.cn 这样，多个用逗号分开。")
    return origin


def _number(env: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    stated = env.get(name, "").strip() or str(default)
    if not stated.isascii() or not stated.isdecimal() or len(stated) > 9 or not low <= int(stated) <= high:
        raise KBError(f"设置 {name}={stated[:20]} 不对：应为 {low}–{high} 的整数。")
    return int(stated)
