"""`python -m evals.bench.pdf`: wall time and peak memory of a long PDF with a text layer, read and indexed.

The PDF is printed by LibreOffice: articles with sentences of the corpus, every tenth page a ruled table. Nothing heavy
is imported here, see `evals.bench.bench`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html import escape
from itertools import count, cycle
from pathlib import Path

from evals.bench.bench import Cost, cost, run_kb
from evals.bench.command import MODEL, measured, options, with_its_model
from kb.config import Settings
from kb.errors import KBError
from kb.ingest.readers.office import find_program

PAGES = 300
_ARTICLES, _ROWS, _TABLE_EVERY = 12, 12, 10
_SENTENCE = re.compile(r"[\u4e00-\u9fff，、]{30,80}。")
_LIMIT_S = 300
_READ = "import sys; from pathlib import Path; from kb.ingest.readers import read_file; read_file(Path(sys.argv[1]))"


def main() -> None:
    """Measures and prints seconds and megabytes."""
    parser = options("测量读入长 PDF 的用时和内存", data=MODEL)
    parser.add_argument("--pages", type=int, default=PAGES, help=f"页数，默认 {PAGES}")
    given = parser.parse_args()
    for what, c in measured(given, lambda settings: measure(settings, given.pages)).items():
        print(f"{what}：{c.seconds:.1f} s（处理器 {c.processor:.1f} s），峰值 {c.peak_mb:.0f} MB")


def measure(settings: Settings, pages: int) -> dict[str, Cost]:
    """What reading the PDF takes, and `kb index` of it from nothing. Raises KBError without LibreOffice."""
    with with_its_model(settings) as own:
        path = _printed(settings.corpus, pages, own.data.parent)
        return {f"只读，{pages} 页": _read(path), f"kb index，从零，{pages} 页": run_kb(["index", str(path)], own.data)}


def _read(path: Path) -> Cost:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _READ, str(path)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise KBError(f"没有读成：{path.name}")
    return cost(time.perf_counter() - began, used)


def _printed(corpus: Path, pages: int, folder: Path) -> Path:
    """The PDF. Raises KBError without LibreOffice, or where the corpus has no sentences."""
    program = find_program()
    texts = (path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt")))
    sentences = [sentence for text in texts for sentence in _SENTENCE.findall(text)]
    if program is None or not sentences:
        raise KBError("做不出 PDF：" + ("没有 LibreOffice。" if program is None else f"{corpus} 里没有语料。"))
    page = folder / "长文件.html"
    page.write_text("".join(_html(pages, cycle(sentences))), encoding="utf-8")
    subprocess.run([program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
                    "pdf:writer_web_pdf_Export", "--outdir", str(folder), str(page)],
                   check=True, capture_output=True, timeout=_LIMIT_S)
    return page.with_suffix(".pdf")


def _html(pages: int, sentences: Iterator[str]) -> Iterator[str]:
    yield '<html><head><meta charset="utf-8"></head><body style="font-size:12pt"><h1>综合管理办法</h1>'
    articles = count(1)
    for n in range(pages):
        yield f'<h2{" style=page-break-before:always" if n else ""}>第{n + 1}章 管理事项</h2>'
        if n % _TABLE_EVERY == _TABLE_EVERY - 1:
            cells = ("".join(f"<td>{escape(next(sentences)[:20])}</td>" for _ in range(3)) for _ in range(_ROWS))
            yield (f'<table border="1"><tr><th>项目</th><th>要求</th><th>责任人</th></tr>'
                   f'{"".join(f"<tr>{row}</tr>" for row in cells)}</table>')
            continue
        for _ in range(_ARTICLES):
            yield f"<p>第{next(articles)}条 {escape(next(sentences))}</p>"
    yield "</body></html>"


if __name__ == "__main__":
    main()
