"""corpus.toml, the catalogue (语料目录) beside the documents: title, issuer, number, whom it binds, dates, status."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import CatalogError
from kb.language.vocabulary import GENERAL_SCOPE, scopes
from kb.types import Status

CATALOG_NAME = "corpus.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue, or an administrator, says of one file; None or empty where nothing is said.

    `replaces` and `replaced_by` name documents by title, file or id.
    """

    title: str | None = None
    issuer: str | None = None
    scope: tuple[str, ...] = ()
    date: str | None = None
    status: str = Status.IN_FORCE.value
    sha256: str | None = None
    number: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return asdict(self)

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Entry:
        """Back from the stored form. Raises KeyError or TypeError where it is none."""
        return cls(**{**stored, "scope": tuple(stored["scope"]), "replaces": tuple(stored.get("replaces") or ())})


def load_catalog(folder: Path) -> dict[str, Entry]:
    """Entries by file name relative to `folder`; empty where there is no corpus.toml.

    Raises CatalogError: not valid TOML, an entry without a file, a value of a wrong type, or a kind of organisation
    that is not known.
    """
    path = folder / CATALOG_NAME
    if not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CatalogError(f"目录文件写错了：{path}（{e}）。请改正后再运行。") from e
    except OSError as e:
        raise CatalogError(f"读不出目录文件：{path}（{e.strerror or e}）。请检查权限。") from e
    if not isinstance(rows, list):
        raise CatalogError(f"目录文件 {path} 里的 document 应写成多节：每个文件一节 [[document]]。请改正后再运行。")
    return dict(_entry(path, row) for row in rows)


def _entry(path: Path, row: object) -> tuple[str, Entry]:
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        raise CatalogError(f"目录文件 {path} 里有一节缺少 file。请补上文件名。")
    file: str = row["file"]

    def wrong(key: str, kind: str) -> CatalogError:
        return CatalogError(f"目录文件 {path} 里 {file} 的 {key} 应是{kind}。请改正后再运行。")

    def words(key: str) -> str | None:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise wrong(key, "加引号的文字")
        return value

    scope = row.get("scope", [])
    if not isinstance(scope, list) or not all(isinstance(s, str) for s in scope):
        raise wrong("scope", "方括号里的文字，例如 scope = [\"高校\"]")
    replaces = row.get("replaces", [])
    replaces = [replaces] if isinstance(replaces, str) else replaces
    if not isinstance(replaces, list) or not all(isinstance(s, str) for s in replaces):
        raise wrong("replaces", "文件名称，一个或方括号里的几个")

    def day(key: str) -> str | None:
        stated = row.get(key)
        if stated is not None and (isinstance(stated, bool) or not isinstance(stated, (str, int, date))):
            raise wrong(key, f"日期，例如 {key} = 2019-12-31")
        return None if stated is None else str(stated)

    _check_scope(path, file, scope)
    return file, Entry(words("title"), words("issuer"), tuple(scope), day("date"),
                       words("status") or Status.IN_FORCE.value, words("sha256"), words("number"),
                       day("effective_from"), day("effective_to"), tuple(replaces), words("replaced_by"))


def _check_scope(path: Path, file: str, scope: list[str]) -> None:
    known = {s.name for s in scopes()} | {GENERAL_SCOPE}
    unknown = next((s for s in scope if s not in known), None)
    if unknown is not None:
        raise CatalogError(
            f"目录文件 {path} 里 {file} 的单位类型“{unknown}”不认识。可用：{'、'.join(sorted(known))}。")
