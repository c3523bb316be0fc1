"""Fuzzing of the readers and of the splitter (模糊测试): files changed at random, and texts put together at random.

A file may be refused with a reason, or read; then what was read covers its text once, clause by clause. Anything else
(another error, an ended process, a gap) is a fault, kept in a folder with the file that brought it.
`python -m evals.bench.fuzz --seconds 600`
"""

from __future__ import annotations

import argparse
import math
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evals.bench.command import print_json
from kb.errors import ReadError
from kb.ingest.confined import build
from kb.ingest.readers import SUFFIXES
from kb.types import Document, Split

ROOT = Path(__file__).resolve().parents[2]
_SEEDS = (ROOT / "corpus", ROOT / "evals" / "documents", ROOT / "evals" / "formats", ROOT / "tests")
# Converted by LibreOffice, which takes seconds a file and has its own fuzzers.
_LEFT_OUT = {s for s in SUFFIXES if s in (".doc", ".wps", ".rtf", ".odt", ".xls", ".et", ".ods", ".ppt", ".dps")}
_PIECES = (
    "第一章 总则", "第一条", "第十二条", "第一千零二条", "一、", "（一）", "1.", "1.2.3", "①", "附件1", "目录", "\n",
    "\r\n",
    "\f", "\t", " ", "　", "。", "；", "：", "每年至少2次", "每季度1次", "党支部书记", "不少于32学时", "1月1日起施行",
    "……………3", "- 5 -", "（2018年修订）", "\u200b", "\ufeff", "\x00", "𠀀", "|", "---", "#", "<b>", "&amp;", "1", "第")
_LARGEST = 2_000_000


@dataclass
class Tried:
    """How many inputs were tried, by what became of them, and the faults that they brought to light."""

    became: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def as_object(self) -> dict[str, object]:
        return {"inputs": sum(self.became.values()), "became": dict(self.became), "faults": self.faults}


def fuzz(seconds: float, *, seed: int = 0, keep: Path | None = None, most: float = math.inf) -> Tried:
    """Tries inputs for so long, or `most` of them; the files behind faults are copied to `keep`."""
    draw, out = random.Random(seed), Tried()
    seeds = [p for folder in _SEEDS for p in sorted(folder.rglob("*")) if p.is_file()
             and p.suffix.lower() in SUFFIXES - _LEFT_OUT and 0 < p.stat().st_size < _LARGEST]
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until and sum(out.became.values()) < most:
            path = Path(folder) / f"{sum(out.became.values())}{_put(draw, seeds, Path(folder) / 'next')}"
            (Path(folder) / "next").rename(path)
            fault = _try(path, out)
            if fault is not None:
                out.faults.append(f"{path.name}：{fault}")
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, keep)
            path.unlink()
    return out


def _put(draw: random.Random, seeds: list[Path], path: Path) -> str:
    """Writes one input; the ending that it bears."""
    if draw.random() < 0.3:
        path.write_text("".join(draw.choices(_PIECES, k=draw.randint(1, 300))), encoding="utf-8", newline="")
        return draw.choice((".txt", ".txt", ".md", ".html", ".csv"))
    seed = draw.choice(seeds)
    data = bytearray(seed.read_bytes())
    for _ in range(draw.choice((0, 1, 1, 2, 5, 50))):
        at = draw.randrange(len(data) + 1)
        how = draw.randrange(5)
        if how == 0 and at < len(data):
            data[at] = draw.randrange(256)
        elif how == 1:
            del data[at:]
        elif how == 2:
            del data[at:at + draw.randint(1, 200)]
        elif how == 3:
            data[at:at] = data[at // 2:at // 2 + draw.randint(1, 5000)]
        else:
            data[at:at] = draw.randbytes(draw.randint(1, 64))
    path.write_bytes(data)
    return seed.suffix if draw.random() < 0.9 else draw.choice(sorted(SUFFIXES - _LEFT_OUT))


def _try(path: Path, out: Tried) -> str | None:
    """What is wrong with how a file was taken, None where nothing is."""
    try:
        document, parts = build(path, key=path.name)
    except ReadError as e:
        said = str(e)
        refused = "出错（" not in said and "中断" not in said and "\n" not in said
        out.became["拒收" if refused else "出错"] += 1
        return None if refused else said
    except Exception as e:
        out.became["出错"] += 1
        return f"{type(e).__name__}：{e}"
    out.became["读入"] += 1
    return _gap(document, parts)


def _gap(document: Document, parts: Split) -> str | None:
    at = 0
    for segment in parts.segments:
        if segment.start != at or segment.end <= at:
            return f"第 {at} 字处没有接上"
        at = segment.end
    if at != len(document.text):
        return f"只覆盖到第 {at} 字"
    wrong = [c.id for c in parts.clauses if document.text[c.start:c.end] != c.text]
    for clause in parts.clauses:
        wrong += [clause.id for o in parts.obligations.get(clause.id, ()) if clause.text[o.start:o.end] != o.quote]
    return f"引文不是原文：{wrong[0]}" if wrong else None


def main() -> None:
    """Tries inputs and prints what became of them; exit 1 where there is a fault."""
    parser = argparse.ArgumentParser(description="读取与拆分的模糊测试")
    parser.add_argument("--seconds", type=float, default=600, help="试多久，默认 600 秒")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="把引出毛病的文件留在这个文件夹")
    args = parser.parse_args()
    out = fuzz(args.seconds, seed=args.seed, keep=args.keep)
    print_json(out.as_object())
    sys.exit(bool(out.faults))


if __name__ == "__main__":
    main()
