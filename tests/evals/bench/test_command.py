"""The command line that measurements share."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.bench.command import measured, on_a_copy, options, print_json, with_its_model
from kb.config import Settings
from kb.errors import SearchIndexError


def test_the_folder_that_is_named_is_measured(tmp_path: Path) -> None:
    given = options("测量").parse_args(["--data", str(tmp_path)])
    assert measured(given, lambda settings: settings.data) == tmp_path


def test_what_cannot_be_measured_ends_with_one_line(tmp_path: Path) -> None:
    def measure(settings: Settings) -> None:
        raise SearchIndexError(f"还没有知识库：{settings.data}。请先运行 kb index。")

    with pytest.raises(SystemExit) as e:
        measured(options("测量").parse_args(["--data", str(tmp_path)]), measure)
    assert e.value.code == f"还没有知识库：{tmp_path}。请先运行 kb index。"


def test_rows_are_printed_for_programs_only_where_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert options("测量", tables=True).parse_args(["--json"]).json
    print_json({"用时": [1.5]})
    assert "用时" in (said := capsys.readouterr().out) and json.loads(said) == {"用时": [1.5]}


def test_a_copy_is_changed_and_the_folder_is_not(tmp_path: Path) -> None:
    given = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    (given.models / "m").mkdir(parents=True)
    (given.data / "library.db").write_bytes(b"1")
    with on_a_copy(given) as copy:
        (copy.data / "library.db").write_bytes(b"2")
        assert replace(copy, data=given.data) == given
    assert (given.data / "library.db").read_bytes() == b"1" and not copy.data.exists()
    with with_its_model(given) as own:
        assert [p.name for p in own.data.iterdir()] == ["models"] and (own.models / "m").is_dir()
        assert list(own.corpus.iterdir()) == []
    assert (given.models / "m").is_dir()
