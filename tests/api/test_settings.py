from __future__ import annotations

import pytest

from api.settings import ServiceSettings
from kb.environment import read
from kb.errors import KBError

DEFAULTS = ServiceSettings(
    admin_token=None, read_token=None, origins=(), hosts=(), rate=120, concurrency=200, max_upload=20,
    log_level="info", log_questions=0)


def stated(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> ServiceSettings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return read(ServiceSettings)


def test_without_any_the_defaults_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stated(monkeypatch, {}) == DEFAULTS
    assert stated(monkeypatch, {"KB_RATE": " ", "KB_READ_TOKEN": ""}) == DEFAULTS


def test_each_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stated(monkeypatch, {
        "KB_ADMIN_TOKEN": "admin-token", "KB_READ_TOKEN": " read-token ", "KB_RATE": "0", "KB_CONCURRENCY": "7",
        "KB_ORIGINS": "http://oa.example.cn/， https://b.example:8443", "KB_HOSTS": "KB.example.cn, oa",
        "KB_MAX_UPLOAD": "3", "KB_LOG_LEVEL": "Warning", "KB_LOG_QUESTIONS": "1"}) == ServiceSettings(
            admin_token="admin-token", read_token="read-token", origins=("http://oa.example.cn", "https://b.example:8443"),
            hosts=("kb.example.cn", "oa"), rate=0, concurrency=7, max_upload=3, log_level="warning", log_questions=1)


@pytest.mark.parametrize(("name", "value"), [
    ("KB_READ_TOKEN", "kb_abcdefgh_" + "a" * 52),
    ("KB_ADMIN_TOKEN", "short"), ("KB_READ_TOKEN", "1234567"), ("KB_RATE", "-1"), ("KB_RATE", "many"),
    ("KB_RATE", "１２"), ("KB_CONCURRENCY", "0"), ("KB_MAX_UPLOAD", "1001"), ("KB_LOG_QUESTIONS", "yes"),
    ("KB_LOG_LEVEL", "loud"), ("KB_ORIGINS", "oa.example.cn"), ("KB_ORIGINS", "http://a; script-src *"),
    ("KB_ORIGINS", "http://a/path"), ("KB_ORIGINS", "*"),
])
def test_what_makes_no_sense_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(KBError, match=name):
        stated(monkeypatch, {name: value})


@pytest.mark.parametrize("name", ["KB_ADMIN_TOKEN", "KB_READ_TOKEN"])
def test_a_token_that_is_too_short_is_not_shown(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with pytest.raises(KBError) as e:
        stated(monkeypatch, {name: "geheim"})
    assert str(e.value) == f"设置 {name} 太短：至少 8 个字符，别人才猜不到。"
