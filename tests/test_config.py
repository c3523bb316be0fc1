from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings, load_settings
from kb.errors import KBError
from tests.conftest import CORPUS

NAMES = ("KB_DATA", "KB_CORPUS", "KB_MODEL", "KB_THREADS", "KB_ANSWERS", "KB_QUERY_INSTRUCTION",
         "KB_PASSAGE_INSTRUCTION")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_setting_has_a_default() -> None:
    assert load_settings() == Settings(data=Path("data"), corpus=CORPUS, model=None, query_instruction="",
                                       passage_instruction="", threads=1)


def test_what_lies_in_the_data_folder() -> None:
    settings = Settings(data=Path("资料"), corpus=CORPUS)
    assert (settings.library, settings.index, settings.models) == (
        Path("资料/library.db"), Path("资料/index"), Path("资料/models"))


def test_every_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in zip(NAMES, ("数据", "规章", "模型", "4", "0", "检索：", "条款："), strict=True):
        monkeypatch.setenv(name, value)
    assert load_settings() == Settings(data=Path("数据"), corpus=Path("规章"), model=Path("模型"),
                                       query_instruction="检索：", passage_instruction="条款：", threads=4, answers=0)


def test_the_option_overrides_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_DATA", "从环境")
    assert load_settings("从选项").data == Path("从选项")


def test_an_empty_value_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load_settings("") == load_settings(None)
    assert load_settings() == Settings(data=Path("data"), corpus=CORPUS)


def test_home_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KB_CORPUS", "~/规章")
    monkeypatch.setenv("KB_MODEL", "~/模型")
    settings = load_settings("~/数据")
    assert (settings.data, settings.corpus, settings.model) == (
        tmp_path / "数据", tmp_path / "规章", tmp_path / "模型")


def test_a_corpus_folder_where_one_works_is_taken_first(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert load_settings().corpus == Path("corpus")


@pytest.mark.parametrize("threads", ["1", "64"])
def test_threads_within_bounds(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    monkeypatch.setenv("KB_THREADS", threads)
    assert load_settings().threads == int(threads)


@pytest.mark.parametrize("threads", ["0", "65", "-1", "两个", "2.5", "²", "9" * 5000],
                         ids=lambda t: t[:5])
def test_threads_that_make_no_sense_are_named(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    monkeypatch.setenv("KB_THREADS", threads)
    with pytest.raises(KBError, match="KB_THREADS.*应为 1–64 的整数"):
        load_settings()


def test_no_answers_are_kept_where_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().answers == 16
    monkeypatch.setenv("KB_ANSWERS", "0")
    assert load_settings().answers == 0
    monkeypatch.setenv("KB_ANSWERS", "很多")
    with pytest.raises(KBError, match="KB_ANSWERS.*应为 0–4096 的整数"):
        load_settings()


@pytest.mark.parametrize("name", ["KB_DATA", "KB_CORPUS", "KB_MODEL"])
def test_a_home_of_nobody_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "~没有这个人/资料")
    with pytest.raises(KBError, match="~没有这个人/资料.*请写完整的路径"):
        load_settings()
