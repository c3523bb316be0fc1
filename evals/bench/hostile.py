"""Files made to do harm (恶意文件): one of each kind, made here, for tests and for `make faults`."""

from __future__ import annotations

import io
import json
import random
import resource
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.confined import build

_MOST_S, _MOST_MIB = 20, 1024

_TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
          '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
          '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
          'wordprocessingml.document.main+xml"/></Types>')
_RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
         '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
         'officeDocument" Target="word/document.xml"/></Relationships>')
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = f'<w:document xmlns:w="{_W}"><w:body>'
_END = "</w:body></w:document>"
_WORDS = "党支部每月召开一次支部委员会会议，每季度召开一次党员大会。"


def _word(document: str, **extra: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document)
        for name, data in extra.items():
            archive.writestr(name, data)
    return out.getvalue()


def _paragraphs(count: int) -> str:
    one = f"<w:p><w:r><w:t>{_WORDS}</w:t></w:r></w:p>"
    return f'<?xml version="1.0"?>{_BODY}{one * count}{_END}'


def _entities(opening: str) -> str:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return (f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "党支部">{levels}]>'
            f"{opening}<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>{_END}")


def _pdf(pages: int, stream: bytes = b"BT /F1 12 Tf 72 720 Td (1. rule) Tj ET") -> bytes:
    packed = zlib.compress(stream)
    out = [b"%PDF-1.5\n", b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
           b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n",
           b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream endobj\n"]
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(pages))
    out.append(b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (pages, kids))
    page = (b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents 4 0 R>>endobj\n")
    out += [page % (10 + n) for n in range(pages)]
    at, offsets = 0, []
    for piece in out:
        offsets.append(at)
        at += len(piece)
    return b"".join(out) + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _nested(depth: int) -> bytes:
    data = b"x" * 1000
    for _ in range(depth):
        data = _zip(**{"inner.zip": data})
    return data


def _sheet(cells: str) -> bytes:
    return _zip(**{
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        b'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
        b'main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": _RELS.replace("word/document.xml", "xl/workbook.xml").encode(),
        "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http:'
        b'//schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" '
        b'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                                    f"<sheetData>{cells}</sheetData></worksheet>".encode()})


def _rows() -> bytes:
    row = "<tr>" + "<td rowspan=60000 colspan=1000>1</td>" * 4 + "</tr>"
    return f"<html><body><table>{row * 1000}</table></body></html>".encode()


def _random(size: int, start: bytes = b"") -> bytes:
    return start + random.Random(size).randbytes(size)


# By file name: what makes it. Each asks for more than its size lets expect, or is not what its name says.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "一行三十兆.txt": lambda: _WORDS.encode() * (30_000_000 // 87),
    "一行三十兆.md": lambda: _WORDS.encode() * (30_000_000 // 87),
    "一行三十兆.html": lambda: b"<p>" + _WORDS.encode() * (30_000_000 // 87),
    "千万空行.txt": lambda: b"\n" * 10_000_000,
    "千万空行.csv": lambda: b"\n" * 10_000_000,
    "全是标点.txt": lambda: "。，；！？……——\n".encode() * 40,
    "压缩炸弹.docx": lambda: _word(_paragraphs(1).replace(_END, " " * 39_000_000 + _END)),
    "三百兆.docx": lambda: _word(_paragraphs(1), **{"word/media/a.png": bytes(310_000_000)}),
    "二十万段.docx": lambda: _word(_paragraphs(200_000)),
    "实体.docx": lambda: _word(_entities(_BODY)),
    "穿越.docx": lambda: _word(_paragraphs(3), **{"../../../../tmp/穿越.txt": b"x"}),
    "套叠.docx": lambda: _word(_BODY + "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000 + _END),
    "压缩包.docx": lambda: _nested(30),
    "截断.docx": lambda: _word(_paragraphs(400))[:-300],
    "二万页.pdf": lambda: _pdf(20_000),
    "一千五百页.pdf": lambda: _pdf(1_500, b"BT /F1 9 Tf " + b"72 720 Td (1. rule) Tj " * 2000 + b"ET"),
    "流炸弹.pdf": lambda: _pdf(5, b" " * 400_000_000),
    "截断.pdf": lambda: _pdf(50)[:3000],
    "乱码.pdf": lambda: _random(200_000, b"%PDF-1.7\n"),
    "跨行.html": _rows,
    "套叠.html": lambda: b"<div>" * 300_000 + "党支部".encode(),
    "实体.xml.html": lambda: _entities("<html>").encode(),
    "远处的格.xlsx": lambda: _sheet('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c></row>'),
    "四十万格.xlsx": lambda: _sheet("".join(
        f'<row r="{n}">' + '<c t="inlineStr"><is><t>党支部</t></is></c>' * 20 + "</row>" for n in range(1, 20_001))),
    "改名.docx": lambda: _random(50_000),
    "改名.xlsx": lambda: _pdf(3),
    "零字节.txt": lambda: bytes(100_000),
}


def make(folder: Path, name: str) -> Path:
    """The file of this name, made in `folder`."""
    path = folder / name
    path.write_bytes(HOSTILE[name]())
    return path


def tried(name: str) -> dict[str, object]:
    """Reads one of them: what became of it, in how many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder), name)
        began = time.monotonic()
        try:
            became = f"读入 {len(build(path, key=name)[1].clauses)} 条"
        except ReadError as e:
            became = str(e)
        return {"file": name, "kib": path.stat().st_size // 1024, "seconds": round(time.monotonic() - began, 1),
                "became": became}


def main() -> None:
    """Reads each of them and prints what became of it; exit 1 where one took too long or ended in an error."""
    rows = []
    for name in HOSTILE:
        rows.append(tried(name))
        print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps({"files": len(rows), "slowest": max(float(str(r["seconds"])) for r in rows), "peak_mib": peak}))
    sys.exit(peak > _MOST_MIB or any(float(str(r["seconds"])) > _MOST_S or "出错（" in str(r["became"]) for r in rows))


if __name__ == "__main__":
    main()
