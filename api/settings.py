"""Settings of the service (服务设置), read from the environment. Each has a default that is safe on an intranet.

| variable | what it sets | default |
| --- | --- | --- |
| KB_ADMIN_TOKEN | signs the administrator in; at least 8 characters; without it administration is off | |
| KB_READ_TOKEN | asked of every reader where it is set; at least 8 characters | |
| KB_ORIGINS | other sites that may embed the chat box and call the API from their pages, comma separated | |
| KB_HOSTS | names by which this service is reached, apart from addresses, localhost and its own, comma separated | |
| KB_RATE | questions and feedback a minute from one address; 0: no limit | 120 |
| KB_CONCURRENCY | requests served or waiting at once, before others are told to come back | 200 |
| KB_MAX_UPLOAD | the largest upload, MiB | 20 |
| KB_LOG_LEVEL | debug, info, warning or error; at info every request is one line | info |
| KB_LOG_QUESTIONS | 1: the text of questions is logged too | 0 |

KB_DATA, KB_MODEL, KB_THREADS and the like are kb.config's. Headers of a proxy (X-Forwarded-For, X-Forwarded-Proto) are
believed only where they come from this machine; FORWARDED_ALLOW_IPS, which is uvicorn's, names other proxies.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import KBError

_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What the person who runs the service may set; the module says what each is for."""

    admin_token: str | None = None
    read_token: str | None = None
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    rate: int = 120
    concurrency: int = 200
    max_upload: int = 20
    log_level: str = "info"
    log_questions: bool = False


def load_service_settings(env: Mapping[str, str] | None = None) -> ServiceSettings:
    """Settings from these variables, or from those of the process. Raises KBError where a value makes no sense."""
    env = os.environ if env is None else env
    return ServiceSettings(
        admin_token=_token(env, "KB_ADMIN_TOKEN"),
        read_token=_token(env, "KB_READ_TOKEN"),
        origins=tuple(_origin(o) for o in env.get("KB_ORIGINS", "").replace("，", ",").split(",") if o.strip()),
        hosts=tuple(h.strip().lower() for h in env.get("KB_HOSTS", "").replace("，", ",").split(",") if h.strip()),
        rate=_number(env, "KB_RATE", default=120, low=0, high=1_000_000),
        concurrency=_number(env, "KB_CONCURRENCY", default=200, low=1, high=10_000),
        max_upload=_number(env, "KB_MAX_UPLOAD", default=20, low=1, high=1000),
        log_level=_level(env, "KB_LOG_LEVEL"),
        log_questions=_number(env, "KB_LOG_QUESTIONS", default=0, low=0, high=1) == 1,
    )


def _level(env: Mapping[str, str], name: str) -> str:
    stated = env.get(name, "").strip().lower() or "info"
    if stated not in _LEVELS:
        raise KBError(f"设置 {name}={stated[:20]} 不对：应为 {'、'.join(_LEVELS)} 之一。")
    return stated


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
