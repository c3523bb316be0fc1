"""The package of a Word document (文件包): its parts by what they are to one another, read leniently and with limits.

Missing parts, dangling relationships and wrong content types are passed over, as Word does. What no honest file holds
is refused: parts that unpack to too much, and document type definitions.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from kb.errors import ReadError
from kb.ingest.readers.word.names import transitional

_MAX_UNPACKED = 300 * 1024 * 1024  # pictures count too
_MAX_PART = 40 * 1024 * 1024  # of XML; its tree takes some ten times that
_MAIN = "word/document.xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the last word of its type; `target` a part's name, None where it is outside."""

    kind: str
    target: str | None


class Package:
    """The parts of a file. Raises ReadError where it holds what only a file made to do harm holds."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._parts = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}
        unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise ReadError(f"Word 文档解开后太大：{name}（{unpacked // 2**20} MB）。请删去大图后另存，再加入。")

    def has(self, part: str) -> bool:
        return part.lower() in self._parts

    def data(self, part: str) -> bytes:
        """The bytes of a part. Raises KeyError where there is none."""
        info = self._parts[part.lower()]
        if info.file_size > _MAX_PART:
            raise ReadError(f"Word 文档解开后太大：{self.name}（一个部分 {info.file_size // 2**20} MB，上限 "
                            f"{_MAX_PART // 2**20} MB）。请拆分后再加入。")
        return self._archive.read(info)

    def xml(self, part: str) -> etree._Element:
        """The root of a part, in the names of Transitional. Raises KeyError, etree.XMLSyntaxError."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                                 remove_pis=True)
        root = etree.fromstring(self.data(part), parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(f"Word 文档里有 DTD 或实体定义，不予读取：{self.name}。请用 Word 另存后再加入。")
        return transitional(root)

    def lenient_xml(self, part: str | None) -> etree._Element | None:
        """The root of a part beside the text, None where it is missing or broken: the text stands without it."""
        try:
            return None if part is None or not self.has(part) else self.xml(part)
        except etree.XMLSyntaxError:
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the ids it uses."""
        folder, file = posixpath.split(part)
        root = self.lenient_xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        out = {}
        for element in () if root is None else root.iter(_RELATIONSHIP):
            target = unquote(element.get("Target", ""))
            inside = element.get("TargetMode", "Internal") != "External" and target not in ("", "NULL")
            name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if inside else None
            out[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], name)
        return out

    @cached_property
    def main(self) -> str:
        """The part that holds the text. Raises KeyError where the file has none."""
        named = (r.target for r in self.relations("").values() if r.kind == "officeDocument")
        typed = (part for part, kind in self._overrides() if kind.endswith(".main+xml"))
        found = next((part for part in (*named, *typed, _MAIN) if part is not None and self.has(part)), None)
        if found is None:
            raise KeyError("no document in the package")
        return found

    def related(self, kind: str) -> str | None:
        """The part that the text refers to as its styles, numbering, footnotes …; None where there is none."""
        relations = self.relations(self.main).values()
        usual = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        return next((r.target for r in relations if r.kind == kind and r.target and self.has(r.target)),
                    usual if self.has(usual) else None)

    def content_type(self, part: str) -> str:
        """The stated type of a part, empty where none is stated."""
        overrides = dict(self._overrides())
        return overrides.get(part.lower(), self._defaults().get(part.rpartition(".")[2].lower(), ""))

    def _overrides(self) -> Iterator[tuple[str, str]]:
        root = self.lenient_xml("[Content_Types].xml")
        for element in () if root is None else root.iter(f"{_TYPES}Override"):
            yield element.get("PartName", "").lstrip("/").lower(), element.get("ContentType", "")

    def _defaults(self) -> dict[str, str]:
        root = self.lenient_xml("[Content_Types].xml")
        elements = () if root is None else root.iter(f"{_TYPES}Default")
        return {element.get("Extension", "").lower(): element.get("ContentType", "") for element in elements}
