"""Scanned pages (扫描件) through OCR, the optional extra `ocr`: RapidOCR needs some 940 MB, so it runs in a process of
its own, one at a time, which ends with the file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.allowance import allow
from kb.ingest.readers.child import ChildError, items
from kb.ingest.readers.paragraphs import PlacedLine, ScannedPage
from kb.ingest.readers.scanned_tables import scanned_table

VERSION = "ocr/2"
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "pypdfium2", "PIL")
_START_S, _PAGE_S = 60, 120  # seconds allowed for the first page over and above, and for every page
_AFTER_S = 15  # to go on with what was recognised
_MEMORY_MB = 6000  # of address space; what is used stays below 1,000
_LEAST = 0.5  # lines that are less sure are no text
_DOUBTS_SHOWN, _AROUND = 10, 4
_one_at_a_time = threading.Lock()
_watcher: ContextVar[Callable[[str, int, int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watching(tell: Callable[[str, int, int], None]) -> Iterator[None]:
    """While it lasts, `tell(name, done, total)` hears of every page that is recognised."""
    token = _watcher.set(tell)
    try:
        yield
    finally:
        _watcher.reset(token)


def watcher() -> Callable[[str, int, int], None] | None:
    """Who watches now."""
    return _watcher.get()


def is_installed() -> bool:
    return all(find_spec(name) is not None for name in _NEEDED)


def recognise(path: Path, pages: Sequence[int] = (), *, why: str = "是扫描件") -> list[ScannedPage]:
    """These pages of a PDF, counted from 1, or all pages of a picture file; `why` says what they need it for.

    Raises ReadError where the extra is not installed, or the pages cannot be read.
    """
    if not is_installed():
        which = "" if not pages else f"（{page_list(pages)}）"
        raise ReadError(f"{why}：{path.name}{which}，要先做文字识别（OCR），而这台机器上没有装可选组件 ocr。"
                        "请运行 make ocr（或 pip install 'dangjian-kb[ocr]'）后再加入。")
    tell = _watcher.get()
    found: list[ScannedPage] = []
    try:
        with _one_at_a_time:
            allow(_START_S + _PAGE_S + _AFTER_S, (path.name, 0, len(pages)))
            if tell:
                tell(path.name, 0, len(pages))
            for item in items("kb.ingest.readers.ocr_page:pages", {"path": str(path.resolve()), "pages": list(pages)},
                              seconds=_START_S + _PAGE_S, memory_mb=_MEMORY_MB):
                found.append(_page(item))
                allow(_START_S + _PAGE_S + _AFTER_S, (path.name, len(found), item["of"]))
                if tell:
                    tell(path.name, len(found), item["of"])
    except ChildError as e:
        done = pages[len(found)] if pages and len(found) < len(pages) else len(found) + 1
        why = "用时太长" if e.late else "文件可能损坏，或内存不够"
        raise ReadError(f"文字识别（OCR）没有完成：{path.name}，停在第 {done} 页（{why}）。请检查文件后再试。") from e
    return found


def _page(item: dict[str, object]) -> ScannedPage:
    entries = item["lines"]
    assert isinstance(entries, list)
    found = item["tables"]
    assert isinstance(found, list)
    lines = [(PlacedLine(e["text"], tuple(e["confidences"]), e["left"], e["right"], e["top"], e["bottom"]),
              e.get("table"), e.get("cell")) for e in entries]
    kept = [line for line in lines if line[0].confidence >= _LEAST]
    number = int(str(item["page"]))
    tables = [scanned_table(t["xs"], t["ys"], t["cells"], number, [(line, cell) for line, at, cell in kept if at == n])
              for n, t in enumerate(found)]
    filled = {n for n, table in enumerate(tables) if table is not None}
    return ScannedPage(number, float(str(item["width"])), tuple(line for line, at, _ in kept if at not in filled),
                       unsure=len(lines) - len(kept), tables=tuple(t for t in tables if t is not None),
                       cells=tuple(line for line, at, _ in kept if at in filled))


def warnings(pages: Sequence[ScannedPage], *, counted: bool = True) -> list[str]:
    """What a reader must know of recognised pages; `counted` tells that there are others, so that numbers help."""
    out = []
    read = [p.number for p in pages if p.words]
    empty = [p.number for p in pages if not p.words]
    unsure = [p.number for p in pages if p.words and p.unsure]
    if read:
        out.append(f"{page_list(read) if counted else '全文'}由扫描图识别（OCR），可能有个别错字，请与原件核对。")
    doubts = [f"第 {p.number} 页“{words}”" for p in pages for words in _doubtful(p)]
    if doubts:
        more = f"等 {len(doubts)} 处" if len(doubts) > _DOUBTS_SHOWN else ""
        out.append(f"识别把握不大的字（在【】里）：{'，'.join(doubts[:_DOUBTS_SHOWN])}{more}。")
    if unsure:
        out.append(f"{page_list(unsure)}有 {sum(p.unsure for p in pages if p.words)} 行识别不清，没有收入。")
    if empty:
        out.append(f"{page_list(empty)}没有识别出文字。")
    return out


def _doubtful(page: ScannedPage) -> Iterator[str]:
    """The characters that the recogniser was unsure of, each run with a few others around it."""
    for line in page.words:
        named = set(line.unsure)
        unsure = [n in named for n in range(len(line.text))]
        at = 0
        while True in unsure[at:]:
            first = unsure.index(True, at)
            at = next((n for n in range(first, len(unsure)) if not unsure[n]), len(unsure))
            yield (line.text[max(0, first - _AROUND):first] + f"【{line.text[first:at]}】" + line.text[at:at + _AROUND])


def page_list(numbers: Sequence[int]) -> str:
    """第 1—3、5 页."""
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return f"第 {'、'.join(str(a) if a == b else f'{a}—{b}' for a, b in runs)} 页"
