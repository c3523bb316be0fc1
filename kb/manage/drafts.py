"""Drafts (待生效的上传): uploaded files that wait for an administrator's word, one folder each.

A draft is written aside and appears by one rename, so an interrupted upload leaves nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from kb.errors import ChangeError, NotFoundError
from kb.ingest.catalog import Entry
from kb.ingest.confined import build
from kb.ingest.readers import SUFFIXES
from kb.question.filters import scope_names
from kb.store.atomic import atomic_write
from kb.store.clock import now
from kb.store.corrections import Correction, obligation_of_json
from kb.store.register import Actor
from kb.store.shelf import Shelf

MAX_FIELD = 200
MAX_DRAFTS = 200
_ABOUT = "draft.json"
_ASIDE = ".incoming-"
_ID = re.compile(r"[0-9a-f]{16}")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """An upload: its folder, the safe name of its file, its content's hash, who brought it, and what is stated of it.

    `shelf` is where it is kept; `replaces` is the id of the document that it is a new version of; `corrections` are
    those of its obligations.
    """

    id: str
    folder: Path
    name: str
    sha256: str
    size: int
    at: str
    who: str
    entry: Entry
    replaces: str | None
    corrections: tuple[Correction, ...] = ()
    shelf: Shelf = field(default_factory=lambda: Shelf(Path()), repr=False, compare=False)

    @property
    def path(self) -> Path:
        return self.folder / self.name


def safe_name(stated: str) -> str:
    """A file name without folders, control or formatting characters, and not too long. Raises ChangeError where its
    ending is none that can be read.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", stated))[-1]
    kept = "".join("_" if ch in '<>:"|?*' else ch for ch in last if unicodedata.category(ch)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot or f".{ending.lower()}" not in SUFFIXES:
        known = "、".join(sorted(s[1:] for s in SUFFIXES))
        raise ChangeError(f"不支持的格式：{kept[:60] or '没有文件名'}。可用的格式：{known}。")
    stem = stem.encode()[:150].decode(errors="ignore").strip(" .") or "文件"
    return f"{stem}.{ending.lower()}"


def checked_entry(*, title: str = "", issuer: str = "", day: str = "", scope: Sequence[str] = (), number: str = "",
                  effective_from: str = "", effective_to: str = "") -> Entry:
    """What an administrator states of a file, as a catalogue entry. Raises ChangeError naming the field."""
    for name, value in (("名称", title), ("发文机关", issuer), ("文号", number)):
        if len(value.strip()) > MAX_FIELD:
            raise ChangeError(f"{name}太长：最多 {MAX_FIELD} 个字。")
    unknown = next((s for s in scope if s not in scope_names()), None)
    if unknown is not None:
        raise ChangeError(f"没有这类单位：{unknown[:20]}。可用：{'、'.join(scope_names())}。")
    return Entry(title=_words(title), issuer=_words(issuer), scope=tuple(dict.fromkeys(scope)), date=_day(day),
                 number=_words(number), effective_from=_day(effective_from, "施行日期"),
                 effective_to=_day(effective_to, "失效日期"))


def add_draft(shelf: Shelf, upload: BinaryIO, *, name: str, actor: Actor, entry: Entry | None = None,
              replaces: str | None = None) -> Draft:
    """Stores an upload and checks that it can be read. Raises ChangeError or ReadError; then nothing is left."""
    safe, folder = safe_name(name), shelf.folder
    folder.mkdir(parents=True, exist_ok=True)
    if len(list_drafts(shelf)) >= MAX_DRAFTS:
        raise ChangeError(f"待生效的文件已有 {MAX_DRAFTS} 个。请先处理或丢弃一些。")
    key = secrets.token_hex(8)
    aside = folder / f"{_ASIDE}{key}"
    aside.mkdir()
    try:
        path = aside / safe
        atomic_write(path, upload)
        size = path.stat().st_size
        if not size:
            raise ChangeError(f"文件是空的：{safe}。")
        with path.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
        draft = Draft(key, aside, safe, digest, size, now(), actor.who, entry or Entry(), replaces, shelf=shelf)
        build(draft.path, key=key, entry=draft.entry)
        _write(draft)
        aside.rename(folder / key)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    shelf.keep(key)
    return replace(draft, folder=folder / key)


def load_draft(shelf: Shelf, draft_id: str) -> Draft:
    """The draft of this id, whichever server it was brought to. Raises NotFoundError."""
    found = None
    if _ID.fullmatch(draft_id) and draft_id in shelf.names():
        shelf.bring(draft_id)
        found = _load(shelf, draft_id)
    if found is None:
        raise NotFoundError("没有这个待生效的文件：可能已经生效或已丢弃。")
    return found


def list_drafts(shelf: Shelf) -> list[Draft]:
    """Every draft, newest first; their files may not be here yet."""
    found = []
    for name in filter(_ID.fullmatch, shelf.names()):
        shelf.bring(name, only=_ABOUT)
        found.append(_load(shelf, name))
    return sorted((d for d in found if d is not None), key=lambda d: (d.at, d.id), reverse=True)


def correct_draft(draft: Draft, entry: Entry, *, replaces: str | None) -> Draft:
    """The draft with other statements about it."""
    changed = replace(draft, entry=entry, replaces=replaces)
    _write(changed)
    draft.shelf.keep(draft.id, only=(_ABOUT,))
    return changed


def keep_corrections(draft: Draft, corrections: Sequence[Correction]) -> Draft:
    """The draft with these corrections of its obligations."""
    changed = replace(draft, corrections=tuple(corrections))
    _write(changed)
    draft.shelf.keep(draft.id, only=(_ABOUT,))
    return changed


def discard_draft(draft: Draft) -> None:
    """Removes a draft; it vanishes by one rename."""
    draft.shelf.drop(draft.id)
    aside = draft.folder.with_name(f"{_ASIDE}{draft.id}")
    draft.folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Removes what interrupted uploads left aside."""
    for leftover in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _write(draft: Draft) -> None:
    plain = {n: getattr(draft, n) for n in ("id", "name", "sha256", "size", "at", "who", "replaces")}
    data = {**plain, "entry": asdict(draft.entry), "corrections": [asdict(c) for c in draft.corrections]}
    atomic_write(draft.folder / _ABOUT, json.dumps(data, ensure_ascii=False))


def _load(shelf: Shelf, name: str) -> Draft | None:
    folder = shelf.folder / name
    try:
        data = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        entry = data.pop("entry")
        made = tuple(Correction(**{**c, "found": obligation_of_json(c["found"]),
                                   "stated": obligation_of_json(c["stated"])}) for c in data.pop("corrections", ()))
        return Draft(folder=folder, shelf=shelf, entry=Entry.of_json(entry), corrections=made, **data)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _words(stated: str) -> str | None:
    plain = "".join(" " if ch in "\t\r\n" else ch for ch in stated if ch in "\t\r\n"
                    or unicodedata.category(ch)[0] != "C")
    return " ".join(plain.split()) or None


def _day(stated: str, name: str = "日期") -> str | None:
    text = re.sub(r"\s", "", stated)
    if not text:
        return None
    m = _DATE.fullmatch(re.sub(r"[年月./]", "-", text.rstrip("日")).rstrip("-"))
    try:
        if m is None:
            raise ValueError
        year, month, day = (int(g) if g else None for g in m.groups())
        date(year or 0, month or 1, day or 1)
    except ValueError as e:
        raise ChangeError(f"{name}不对：{text[:20]}。应像 2024-05-01 这样，也可以只写年或年月。") from e
    return "-".join((f"{year:04d}", *(f"{x:02d}" for x in (month, day) if x)))
