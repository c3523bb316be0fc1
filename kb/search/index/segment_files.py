"""A segment on disk (索引段的存取): arrays that are read where they lie (mmap), and what needs to be in memory as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import SearchIndexError
from kb.search.index.analyses import StoredAnalyses
from kb.search.index.coded import Coded
from kb.search.index.dense import Dense
from kb.search.index.near import Near
from kb.search.index.postings import Postings
from kb.search.index.sealed import REMEDY, check, facts_of, seal
from kb.search.index.segment import CODED, Held, Segment
from kb.search.index.units import Cut

_POSTINGS = ("by_word", "by_pair", "obligations", "asked")
_CUTS = ("obligations", "asked")
_DENSE = ("passages", "questions")
_LINES, _NAMES = "analyses.jsonl", "names.json"
LETTER = "s"


def write_segment(folder: Path, segment: Segment, version: str) -> Segment:
    """Writes a segment into `folder`; the same with its name."""
    near = {n: None if (d := getattr(segment, n)).near is None else
            {"lists": d.near.lists, "probes": d.near.probes, "recall": d.near.recall} for n in _DENSE}
    facts = {"version": version, "clauses": segment.size, "documents": len(segment.documents),
             "passages": len(segment.passages.rows), "near": near}
    return replace(segment, name=seal(folder, LETTER, facts, lambda aside: _write(aside, segment)).name)


def load_segment(path: Path, version: str, *, checked: bool = True) -> Segment:
    """The segment at `path`, held against its digests where it is `checked`. Raises SearchIndexError."""
    facts = facts_of(path, version)
    if checked:
        check(path, facts)
    try:
        return _loaded(path, facts)
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, IndexError, EOFError) as e:
        raise SearchIndexError(f"索引读不出：{path}（{type(e).__name__}）。{REMEDY}") from e


def _write(path: Path, segment: Segment) -> None:
    arrays: dict[str, Any] = {"numeric": segment.numeric, "analyses.ends": segment.analyses.ends}
    for name in _POSTINGS:
        own = getattr(segment, name)
        p: Postings = own.postings if name in _CUTS else own
        arrays |= {f"{name}.starts": p.starts, f"{name}.docs": p.docs, f"{name}.counts": p.counts,
                   f"{name}.lengths": p.lengths}
    arrays |= {f"{name}.rows": getattr(segment, name).rows for name in _CUTS}
    for name in _DENSE:
        d: Dense = getattr(segment, name)
        arrays |= {f"{name}.rows": d.rows, f"{name}.keys": d.keys, f"{name}.raw": d.raw, f"{name}.adapted": d.adapted}
        if d.near is not None:
            import faiss

            faiss.write_index(d.near.index, str(path / f"{name}.ivf"))
    arrays |= {f"{name}.codes": getattr(segment, name).codes for name in CODED}
    for name, array in arrays.items():
        np.save(path / f"{name}.npy", array)
    with (path / _LINES).open("wb") as out:
        out.writelines(map(segment.analyses.line, range(segment.size)))
    vocabulary = {n: list((o.postings if n in _CUTS else o).vocabulary) for n, o in
                  ((n, getattr(segment, n)) for n in _POSTINGS)}
    (path / _NAMES).write_text(json.dumps({
        "documents": [astuple(d) for d in segment.documents], "clause_ids": segment.clause_ids,
        "vocabulary": vocabulary, **{n: getattr(segment, n).values for n in CODED}}, ensure_ascii=False),
        encoding="utf-8")


def _loaded(path: Path, facts: Mapping[str, Any]) -> Segment:
    names = json.loads((path / _NAMES).read_text(encoding="utf-8"))
    arrays = {n.removesuffix(".npy"): _mapped(path / n) for n in facts["files"] if n.endswith(".npy")}
    lines = np.memmap(path / _LINES, dtype=np.uint8, mode="r") if (path / _LINES).stat().st_size else b""
    postings = {n: Postings({t: i for i, t in enumerate(names["vocabulary"][n])},
                            *(arrays[f"{n}.{part}"] for part in ("starts", "docs", "counts", "lengths")))
                for n in _POSTINGS}
    cuts = {n: Cut(arrays[f"{n}.rows"], postings[n]) for n in _CUTS}
    dense = {n: Dense(arrays[f"{n}.rows"], arrays[f"{n}.keys"], arrays[f"{n}.raw"], arrays[f"{n}.adapted"],
                      _near(path / f"{n}.ivf", facts["near"][n])) for n in _DENSE}
    coded = {n: Coded(tuple(tuple(v) for v in names[n]), arrays[f"{n}.codes"]) for n in CODED}
    return Segment(tuple(Held(*d) for d in names["documents"]), tuple(names["clause_ids"]), postings["by_word"],
                   postings["by_pair"], cuts["obligations"], cuts["asked"], dense["passages"], dense["questions"],
                   coded["roles"], coded["mentions"], coded["scopes"], coded["paths"],
                   arrays["numeric"], StoredAnalyses(lines, arrays["analyses.ends"]), path.name)


def _mapped(path: Path) -> NDArray[Any]:
    """An array that is read where it lies; one without any element cannot be mapped."""
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError:
        return np.asarray(np.load(path, allow_pickle=False))


def _near(path: Path, facts: Mapping[str, Any] | None) -> Near | None:
    if facts is None:
        return None
    import faiss

    return Near(faiss.read_index(str(path), faiss.IO_FLAG_MMAP), facts["lists"], facts["probes"], facts["recall"])
