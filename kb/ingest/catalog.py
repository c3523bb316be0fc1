"""corpus.toml, the catalogue (语料目录) beside the documents: title, issuer, kind of organisation, date, status."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kb.domain import GENERAL_SCOPE, scopes
from kb.errors import CatalogError

CATALOG_NAME = "corpus.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of one file; None or empty where it says nothing."""

    title: str | None = None
    issuer: str | None = None
    scope: tuple[str, ...] = ()
    date: str | None = None
    status: str = "现行"
    sha256: str | None = None


def load_catalog(folder: Path) -> dict[str, Entry]:
    """Entries by file name relative to `folder`; empty where there is no corpus.toml.

    Raises CatalogError: not valid TOML, an entry without a file, or a kind of organisation that is not known.
    """
    path = folder / CATALOG_NAME
    if not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CatalogError(f"目录文件写错了：{path}（{e}）。请改正后再运行。") from e
    known = {s.name for s in scopes()} | {GENERAL_SCOPE}
    entries: dict[str, Entry] = {}
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("file"), str):
            raise CatalogError(f"目录文件 {path} 里有一节缺少 file。请补上文件名。")
        scope = tuple(row.get("scope", ()))
        unknown = [s for s in scope if s not in known]
        if unknown:
            raise CatalogError(
                f"目录文件 {path} 里 {row['file']} 的单位类型“{unknown[0]}”不认识。可用：{'、'.join(sorted(known))}。")
        entries[row["file"]] = Entry(row.get("title"), row.get("issuer"), scope,
                                     str(row["date"]) if "date" in row else None, row.get("status", "现行"),
                                     row.get("sha256"))
    return entries
