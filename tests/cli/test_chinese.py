"""The Chinese of click's messages: complete, compiled as written, and only while `kb` runs."""

from __future__ import annotations

import gettext
import os
import string
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from kb.cli.chinese import DOMAIN, LANGUAGE, LOCALE, chinese_messages
from tests.running import kb

FOLDER = LOCALE / LANGUAGE / "LC_MESSAGES"
Words = tuple[str, ...]  # a message, or its singular and plural


def said(catalog: Catalog) -> dict[Words, Words]:
    return {each(m.id): each(m.string) for m in catalog if m.id}


def each(words: Iterable[str] | str | None) -> Words:
    return (words,) if isinstance(words, str) else tuple(words or ())


def names(templates: Words) -> set[str]:
    return {name for t in templates for _, name, _, _ in string.Formatter().parse(t) if name}


@pytest.fixture(scope="module")
def written() -> dict[Words, Words]:
    with (FOLDER / f"{DOMAIN}.po").open("rb") as f:
        return said(read_po(f))


def test_everything_that_click_can_say_is_there_in_chinese(written: dict[Words, Words]) -> None:
    extracted = [each(message) for _, _, message, _, _ in extract_from_dir(
        Path(click.__file__).parent, method_map=[("**.py", "python")])]
    assert ("Usage:",) in extracted
    assert [words for words in extracted if not any(written.get(words, ()))] == []


def test_what_was_compiled_is_what_is_written(written: dict[Words, Words]) -> None:
    with (FOLDER / f"{DOMAIN}.mo").open("rb") as f:
        assert said(read_mo(f)) == written


def test_the_chinese_names_nothing_that_the_message_does_not(written: dict[Words, Words]) -> None:
    assert [words for words, chinese in written.items() if not names(chinese) <= names(words)] == []


@pytest.mark.parametrize("language", [None, "fr:en"])
def test_nothing_else_in_the_process_changes(monkeypatch: pytest.MonkeyPatch, language: str | None) -> None:
    if language is None:
        monkeypatch.delenv("LANGUAGE", raising=False)
    else:
        monkeypatch.setenv("LANGUAGE", language)
    domain = gettext.textdomain()
    with chinese_messages():
        assert gettext.gettext("Usage:") == "用法："
    assert gettext.gettext("Usage:") == "Usage:"
    assert (gettext.textdomain(), os.environ.get("LANGUAGE")) == (domain, language)


def test_it_speaks_chinese_whatever_the_locale() -> None:
    done = kb("ask", "--nope", LANG="C", LANGUAGE="en_US", LC_ALL="C.UTF-8")
    assert "没有选项 --nope" in done.complaint(2)
