"""`python -m evals.bench.grown`: what one document of 50 clauses costs a library of 20,000 (大库里加一份文件).

The library is made of the corpus's own sentences, put together anew, the same way every time. Its vectors are drawn
around those of the sentences, not computed one by one: an index costs the same with any. What is timed is `kb index
FILE` as it is run, with the real model; the time of embedding what the document says is measured beside it and shown
apart.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from evals.bench.around import Around
from evals.bench.command import MODEL, measured, options, print_json, say, with_its_model
from evals.bench.processes import resident_mb
from kb.config import Settings
from kb.errors import KBError
from kb.ingest import pipeline
from kb.language.sentences import sentences
from kb.manage.intake import take_in
from kb.manage.publish import publishing
from kb.search.index.embedder import OnnxEmbedder, Vectors
from kb.search.index.kept import Kept
from kb.search.index.model import ensure_model
from kb.search.index.passages import passages
from kb.store.library import open_library
from kb.types import Clause

CLAUSES, OF_A_DOCUMENT = 20_000, 50
# The goal is 2 s, which is missed (docs/evaluation.md); more than this would be a step back.
MOST_S = 4.0
_SENTENCES = (1, 4)


def main() -> None:
    """Measures it and prints the seconds; exit 1 where it took more than MOST_S besides the embedding."""
    parser = options("往一个大知识库里加一份 50 条的文件要多久", data=MODEL)
    parser.add_argument("--clauses", type=int, default=CLAUSES, help=f"库里有多少条，默认 {CLAUSES}")
    parser.add_argument("--rounds", type=int, default=3, help="加几份，默认 3")
    given = parser.parse_args()

    def measure_here(settings: Settings) -> dict[str, Any]:
        with with_its_model(settings) as own:
            return measure(own, corpus_sentences(settings.corpus), given.clauses, given.rounds)

    rows = measured(given, measure_here)
    print_json(rows)
    sys.exit(any(r["rest_s"] > MOST_S for r in rows["added"]))


def measure(settings: Settings, words: Sequence[str], clauses: int, rounds: int) -> dict[str, Any]:
    """Seconds and peak memory (MiB) of each document added to a library that is made in `settings.data`."""
    draw = random.Random(0)
    embedder = OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
    for n in range(clauses // OF_A_DOCUMENT):
        (settings.corpus / f"库存{n}.txt").write_text(document(draw, words, f"库存{n}"), encoding="utf-8")
    say(f"建 {clauses} 条的知识库…")
    began = time.perf_counter()
    held = make_library(settings, embedder, words)
    out: dict[str, Any] = {"clauses": held, "made_s": round(time.perf_counter() - began, 1), "added": []}
    for n in range(rounds):
        path = settings.corpus.parent / f"新增{n}.txt"
        path.write_text(document(draw, words, f"新增{n}"), encoding="utf-8")
        out["added"].append(_added(settings, path, embedder))
        say(str(out["added"][-1]))
    return out


def _added(settings: Settings, path: Path, embedder: OnnxEmbedder) -> dict[str, float]:
    made, parts = pipeline.build(path, key=path.name)
    texts = [t for c in parts.clauses for t in passages(c, made.title)]
    began = time.perf_counter()
    for text in texts:
        embedder.embed([text])
    embedding = time.perf_counter() - began
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", "from kb.cli.main import main; main()", "index", "--data",
                                str(settings.data), str(path)], stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, resident_mb(process.pid) or 0.0)
        time.sleep(0.05)
    whole = time.perf_counter() - began
    if process.returncode:
        raise KBError(f"kb index 没有完成：{path.name}")
    return {"clauses": len(parts.clauses), "whole_s": round(whole, 2), "embedding_s": round(embedding, 2),
            "rest_s": round(whole - embedding, 2), "peak_mb": round(peak)}


def make_library(settings: Settings, embedder: OnnxEmbedder, words: Sequence[str]) -> int:
    """Brings `settings.corpus`, which is made of these sentences, into a library with an index of vectors around
    theirs; how many clauses it has.
    """
    around = Around(words, embedder)
    with closing(open_library(settings.library)) as library:
        intake = take_in(library, [], corpus=settings.corpus)
        known: dict[str, Vectors] = {}
        for made, parts, _ in intake.built:
            for text in (t for c in parts.clauses for t in passages(c, made.title)):
                known[hashlib.sha256(text.encode()).hexdigest()[:20]] = around.vector(text)
        with publishing(settings.index, library, embedder, kept=Kept(known)) as writer:
            intake.apply(writer)
        return len(library.clauses())


def corpus_sentences(corpus: Path) -> list[str]:
    """The sentences of every clause of a folder of documents, without the number printed before them."""
    files = [p for p in sorted(corpus.iterdir()) if p.suffix in (".txt", ".html", ".md")]
    found = [own for path in files for c in pipeline.build(path, key=path.name)[1].clauses for own in _own(c)]
    return list(dict.fromkeys(found))


def _own(clause: Clause) -> list[str]:
    cut = [clause.text[s:e].strip() for s, e in sentences(clause.text)]
    bare = [s.removeprefix(clause.number or "").lstrip("．.、 ") for s in cut]
    return [s for s in bare if 10 <= len(s) <= 120 and "\n" not in s]


def document(draw: random.Random, words: Sequence[str], name: str) -> str:
    """A document of OF_A_DOCUMENT clauses of a few sentences each."""
    rules = ["".join(f"{s.rstrip('。；;')}。" for s in draw.sample(words, draw.randint(*_SENTENCES)))
             for _ in range(OF_A_DOCUMENT)]
    return "\n".join([f"{name}号工作规定", *(f"第{n}条 {rule}" for n, rule in enumerate(rules, 1))])


if __name__ == "__main__":
    main()
