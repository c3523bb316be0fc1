"""Documents of other office programs (.doc, .wps, .rtf, .odt, .xls, .et, .ppt …), converted by LibreOffice.

LibreOffice runs without a window, in a profile of its own that runs no macros and fetches nothing from elsewhere, for a
limited time. What comes out is read by the reader of the newer format. Several files in one call cost little more than
one: `converting` announces the files that are about to be read.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.allowance import allow
from kb.ingest.readers.kind import BY_SUFFIX, SHEETS, SLIDES, binary_format, kind_of
from kb.ingest.readers.reading import Reading

_START_S, _FILE_S = 90, 30  # seconds allowed for a call and for every file of it
_AFTER_S = 15  # to read what comes out
_AT_ONCE = 20  # files in one call
_INSTALL = "apt install libreoffice-writer libreoffice-calc libreoffice-impress"
_PLACES = ("soffice", "libreoffice", "/usr/bin/soffice", "/opt/libreoffice/program/soffice",
           "/Applications/LibreOffice.app/Contents/MacOS/soffice",
           r"C:\Program Files\LibreOffice\program\soffice.exe",
           r"C:\Program Files (x86)\LibreOffice\program\soffice.exe")
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML",
            "pptx": "pptx:Impress MS PowerPoint 2007 XML"}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""


@dataclass
class _Batch:
    """The files about to be read, and where the converted ones lie."""

    folder: Path
    pending: list[Path]
    made: dict[Path, Path] = field(default_factory=dict)


_batch: ContextVar[_Batch | None] = ContextVar("batch", default=None)


@contextmanager
def converting(paths: Iterable[Path]) -> Iterator[None]:
    """While it lasts, the first of these files to be read is converted together with the others."""
    pending = [p.resolve() for p in paths if BY_SUFFIX.get(p.suffix.lower()) == "office"]
    with tempfile.TemporaryDirectory(prefix="kb-office-") as folder:
        token = _batch.set(_Batch(Path(folder), pending))
        try:
            yield
        finally:
            _batch.reset(token)


def waiting() -> list[Path]:
    """The files that `converting` has announced and that are not converted yet."""
    batch = _batch.get()
    return [] if batch is None else list(batch.pending)


def read(path: Path) -> Reading:
    """The blocks of the converted document. Raises ReadError: no LibreOffice, or it cannot open the file."""
    program = find_program()
    if program is None:
        raise ReadError(f"读不了 {path.name}：这种格式要由 LibreOffice 转换，这台机器上没有装。"
                        f"请安装 LibreOffice（{_INSTALL}），或用原来的软件另存为 docx、xlsx 后再加入。")
    batch = _batch.get()
    if batch is not None and path.resolve() in batch.pending:
        together = [p for p in batch.pending[:_AT_ONCE] if p != path.resolve()][:_AT_ONCE - 1]
        together = [path.resolve(), *(p for p in together if _is_convertible(p))]
        batch.pending = [p for p in batch.pending if p not in together]
        batch.made |= _converted(program, together, batch.folder)
    if batch is not None and path.resolve() in batch.made:
        return _read_converted(batch.made[path.resolve()], path)
    with tempfile.TemporaryDirectory(prefix="kb-office-") as folder:
        made = _converted(program, [path.resolve()], Path(folder))
        if not made:
            raise ReadError(f"LibreOffice 转换不了：{path.name}。文件可能损坏或有密码；请用原来的软件打开，"
                            "另存为 docx 或 xlsx 后再加入。")
        return _read_converted(made[path.resolve()], path)


def find_program() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    return next((found for place in _PLACES if (found := shutil.which(place))), None)


def _is_convertible(path: Path) -> bool:
    """Whether a file that is read later can be converted along: one that cannot must not hold up the first."""
    try:
        return path.is_file() and kind_of(path) == "office"
    except (OSError, ReadError):
        return False


def _converted(program: str, paths: list[Path], folder: Path) -> dict[Path, Path]:
    """Where the converted files lie; one that LibreOffice does not open is missing."""
    with tempfile.TemporaryDirectory(prefix="kb-office-profile-") as profile:
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        made: dict[Path, Path] = {}
        inside = Path(tempfile.mkdtemp(dir=folder))
        copies: dict[str, list[tuple[Path, Path]]] = {}
        for n, path in enumerate(paths):
            suffix, target = _format(path)
            copy = inside / f"{n}{suffix}"
            shutil.copyfile(path, copy)
            copies.setdefault(target, []).append((path, copy))
        for target, files in copies.items():
            out = inside / target
            _run([program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
                  f"-env:UserInstallation={Path(profile).as_uri()}", "--convert-to", _FILTERS[target],
                  "--outdir", str(out), *(str(copy) for _, copy in files)], _START_S + _FILE_S * len(files))
            made |= {path: result for path, copy in files
                     if (result := out / f"{copy.stem}.{target}").is_file() and result.stat().st_size}
    return made


def _run(command: list[str], seconds: int) -> None:
    """Runs LibreOffice and ends it, with every process of its own, where it takes too long."""
    allow(seconds + _AFTER_S)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True,
                               preexec_fn=_unconfined if os.name == "posix" else None)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _unconfined() -> None:
    """Where this runs in a process with little memory of its own, LibreOffice has what it needs."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _format(path: Path) -> tuple[str, str]:
    """The ending under which LibreOffice opens a file, and the format to convert it to."""
    suffix = path.suffix.lower()
    data = path.read_bytes()
    if data.startswith(b"{\\rtf"):
        return ".rtf", "docx"
    if (known := binary_format(data)) is not None:
        return known
    return suffix, "xlsx" if suffix in SHEETS else "pptx" if suffix in SLIDES else "docx"


def _read_converted(made: Path, path: Path) -> Reading:
    """The reading of the converted file; what goes wrong with it is told of the original."""
    name = made.suffix[1:]
    try:
        reading: Reading = import_module(f"kb.ingest.readers.{name}").read(made)
    except ReadError as e:
        raise ReadError(str(e).replace(made.name, path.name)) from e
    return replace(reading, parser=f"office/1+{reading.parser}")
