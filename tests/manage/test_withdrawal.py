from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import ChangeError, NotFoundError
from kb.manage.intake import FileResult, ingest
from kb.manage.withdrawal import withdraw
from kb.store.library import open_library
from tests.conftest import HashEmbedder

RULES = "会议办法\n第一条 会议每月召开1次。\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("kb.search.index.build.prepare_index", lambda *_: None)
    monkeypatch.setattr("kb.manage.withdrawal.ensure_model", lambda *_: tmp_path)
    monkeypatch.setattr("kb.manage.withdrawal.OnnxEmbedder", lambda *_, **__: HashEmbedder())
    made = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    for place, title in ((made.corpus / "会议.txt", "会议办法"), (tmp_path / "甲" / "规则.txt", "甲规则"),
                         (tmp_path / "乙" / "规则.txt", "乙规则")):
        place.parent.mkdir(exist_ok=True)
        place.write_text(RULES.replace("会议办法", title), encoding="utf-8")
    index(made, made.corpus)
    index(made, tmp_path / "甲" / "规则.txt", tmp_path / "乙" / "规则.txt")
    return made


def index(settings: Settings, *paths: Path) -> list[FileResult]:
    with closing(open_library(settings.library)) as library:
        return ingest(library, paths)


def titles(settings: Settings) -> set[str]:
    with closing(open_library(settings.library)) as library:
        return {title for title, _ in library.titles().values()}


def test_two_files_of_one_name_are_two_documents_and_one_can_go(settings: Settings, tmp_path: Path) -> None:
    assert titles(settings) == {"会议办法", "甲规则", "乙规则"}
    assert withdraw(settings, str(tmp_path / "甲" / "规则.txt")).title == "甲规则"
    assert titles(settings) == {"会议办法", "乙规则"}
    assert [r.status for r in index(settings, tmp_path / "甲", tmp_path / "乙")] == ["skipped", "unchanged"]
    assert titles(settings) == {"会议办法", "乙规则"}


def test_what_lies_in_the_corpus_is_taken_from_there(settings: Settings) -> None:
    with pytest.raises(ChangeError, match="来自语料文件夹：.*会议.txt。请从那里移走"):
        withdraw(settings, "会议办法")


@pytest.mark.parametrize("name", ["没有这份", "", "规则"])
def test_a_name_that_is_none_or_several(settings: Settings, name: str) -> None:
    with pytest.raises(NotFoundError):
        withdraw(settings, name)
    assert len(titles(settings)) == 3
