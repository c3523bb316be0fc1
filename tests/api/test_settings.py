from __future__ import annotations

import pytest

from api.settings import ServiceSettings, load_service_settings
from kb.errors import KBError


def test_without_any_the_defaults_hold() -> None:
    assert load_service_settings({}) == ServiceSettings()
    assert load_service_settings({"KB_RATE": " ", "KB_READ_TOKEN": ""}) == ServiceSettings()


def test_each_is_read() -> None:
    assert load_service_settings({
        "KB_ADMIN_TOKEN": "admin-token", "KB_READ_TOKEN": " read-token ", "KB_RATE": "0", "KB_CONCURRENCY": "7",
        "KB_ORIGINS": "http://oa.example.cn/， https://b.example:8443", "KB_MAX_UPLOAD": "3", "KB_LOG_LEVEL": "Warning",
        "KB_LOG_QUESTIONS": "1"}) == ServiceSettings(
            admin_token="admin-token", read_token="read-token", origins=("http://oa.example.cn", "https://b.example:8443"),
            rate=0, concurrency=7, max_upload=3, log_level="warning", log_questions=True)


@pytest.mark.parametrize(("name", "value"), [
    ("KB_ADMIN_TOKEN", "short"), ("KB_READ_TOKEN", "1234567"), ("KB_RATE", "-1"), ("KB_RATE", "many"),
    ("KB_RATE", "１２"), ("KB_CONCURRENCY", "0"), ("KB_MAX_UPLOAD", "1001"), ("KB_LOG_QUESTIONS", "yes"),
    ("KB_LOG_LEVEL", "loud"), ("KB_ORIGINS", "oa.example.cn"), ("KB_ORIGINS", "http://a; script-src *"),
    ("KB_ORIGINS", "http://a/path"), ("KB_ORIGINS", "*"),
])
def test_what_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(KBError, match=name):
        load_service_settings({name: value})
