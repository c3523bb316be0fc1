"""Building the index from the library, with segments and vectors of what is unchanged taken over from the one before.

What an update costs is what is new: its documents lie in a segment of their own, and the others are taken where they
lie. Segments that are small beside it, and all of a small library, go into the new one; the others are merged when
there is time (`merge_index`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

from kb.errors import SearchIndexError
from kb.language.repair import build_sounds
from kb.language.tokenizer import Tokenizer, dictionary, tokenizer_fingerprint
from kb.search.index.adapter import Adapter, load_adapter
from kb.search.index.disk import (
    held_index,
    is_sound,
    is_written,
    load_index,
    read_manifest,
    segments_of,
    settle_index,
    sizes_of,
    write_index,
)
from kb.search.index.embedder import Embedder
from kb.search.index.index import INDEX_VERSION, Manifest, SearchIndex, over
from kb.search.index.kept import Kept, mark
from kb.search.index.make import Progress, make_segment
from kb.search.index.plan import is_scattered, places_of, to_merge
from kb.search.index.segment import Segment, Taken, merge, searchable
from kb.store.library import Library
from kb.store.stamps import stamps
from kb.types import Clause, Obligation, Status

_EMPTY = "知识库是空的，没有可以建索引的条款。请先用 kb index 加入文件。"
# Documents that are read one by one; of more all are read.
_FEW = 8


def is_current(folder: Path, library: Library, embedder: Embedder) -> bool:
    """Whether the index at `folder` is sound and was built from this library, model, adapter and tokenizer."""
    m = read_manifest(folder, library.revision())
    return (m is not None and m.model == embedder.fingerprint
            and m.adapter == load_adapter(embedder.name, embedder.dimension).name
            and m.tokenizer == tokenizer_fingerprint())


def update_index(folder: Path, library: Library, embedder: Embedder,
                 progress: Progress = lambda done, total: None) -> SearchIndex:
    """Builds the index over all clauses in force and puts it in use. `progress` is told texts done and in all."""
    index = prepare_index(folder, library, embedder, progress)
    settle_index(folder, index.manifest.revision)
    return index


def prepare_index(folder: Path, library: Library, embedder: Embedder,
                  progress: Progress = lambda done, total: None, kept: Kept | None = None) -> SearchIndex:
    """Builds and writes the index over all clauses in force, for whoever reads this revision of the library.

    `kept` is what need not be made again; without it that of the index before is taken.
    """
    adapter = load_adapter(embedder.name, embedder.dimension)
    kept = kept_of(folder, embedder) if kept is None else kept
    titles = library.titles()
    marks = {i: mark(i, stamp) for i, stamp in stamps(library).items()}
    if not marks:
        raise SearchIndexError(_EMPTY)
    segments = [] if kept.adapter != adapter.name else list(kept.segments)
    # where there is one of this revision already, something is wrong with it
    suspect = is_written(folder, library.revision())
    fresh, merging = _plan(segments, marks, library)
    while unsound := [s for s in (segments if suspect else merging) if not kept.sound(s)]:
        segments = [s for s in segments if s not in unsound]
        fresh, merging = _plan(segments, marks, library)
    words = kept.words if kept.tokenizer == tokenizer_fingerprint() else dictionary()
    others = [s for s in segments if s not in merging]
    if fresh:
        found = _obligations(library, fresh)
        made = make_segment(fresh, {i: t for i, (t, _) in titles.items()}, library.questions(), embedder, adapter,
                            Tokenizer(words), kept=kept, marks=marks, obligations=found, progress=progress)
        merging = [*merging, made]
    chosen = [*others, *([_merged(merging, marks)] if merging else [])]
    places = places_of(chosen, marks)
    used = sorted({at for at, _ in places.values()})
    taken = [Taken(used.index(places[i][0]), places[i][1], titles[i][1] != Status.REPEALED) for i in marks]
    sounds = kept.sounds if kept.sounds is not None and kept.words == words else build_sounds(words)
    last = [chosen[n] if chosen[n].name else searchable(chosen[n]) for n in used]
    return write_index(folder, over(last, taken, _manifest(embedder, adapter, library.revision()), words, sounds))


def is_index_scattered(folder: Path, revision: str) -> bool:
    """Whether the segments of the index of this revision are many, or much of them is gone. Raises SearchIndexError."""
    return is_scattered(*sizes_of(folder, revision))


def merge_index(folder: Path, library: Library,
                holding: Callable[[], AbstractContextManager[None]] = nullcontext) -> bool:
    """Makes one segment of all that the index in use takes, where they are many, or much of them is gone; whether it
    did. Nothing that is asked of it is answered otherwise.

    It is put in place `holding` off whoever else would change the library; where one has done so meanwhile, nothing is
    put there. Raises SearchIndexError where the index cannot be read or written, and what `holding` raises.
    """
    revision = library.revision()
    if not is_index_scattered(folder, revision):
        return False
    index = load_index(folder, revision)
    taken = [Taken(0, n, t.in_force) for n, t in enumerate(index.taken)]
    whole = searchable(merge(index.segments, index.taken))
    made = over((whole,), taken, index.manifest, index.words, index.sounds, index.floors)
    with holding():
        if library.revision() != revision or segments_of(folder, revision) != index.manifest.segments:
            return False
        write_index(folder, made)
        settle_index(folder, revision)
    return True


def build_index(clauses: Sequence[Clause], titles: dict[str, str], questions: Sequence[tuple[str, str]],
                embedder: Embedder, *, revision: str = "", adapter: Adapter | None = None,
                kept: Kept | None = None, repealed: Collection[str] = (),
                obligations: Mapping[str, Sequence[Obligation]] | None = None,
                progress: Progress = lambda done, total: None) -> SearchIndex:
    """The index over `clauses`, in that order, in memory.

    `titles` maps document ids to titles; `questions` are the attached ones as (clause id, question); `kept` has vectors
    that need not be made again; `repealed` are ids of documents that no answer stands on; `obligations` are those
    stored of each clause, found anew without them. Raises SearchIndexError where there is no clause.
    """
    if not clauses:
        raise SearchIndexError(_EMPTY)
    adapter = adapter or load_adapter(embedder.name, embedder.dimension)
    words = dictionary()
    made = make_segment(clauses, titles, questions, embedder, adapter, Tokenizer(words), kept=kept or Kept(), marks={},
                        obligations=obligations, progress=progress)
    taken = [Taken(0, n, d.id not in repealed) for n, d in enumerate(made.documents)]
    return over((made,), taken, _manifest(embedder, adapter, revision), words, build_sounds(words))


def kept_of(folder: Path, embedder: Embedder) -> Kept:
    """What can be taken over of the index in use; nothing where there is none or it is another model's."""
    try:
        manifest, segments, words, sounds = held_index(folder)
    except SearchIndexError:
        return Kept()
    if manifest.model != embedder.fingerprint:
        return Kept()
    return Kept({}, tuple(segments), manifest.adapter, words, sounds, manifest.tokenizer,
                cache(lambda s: is_sound(folder, s)))


def _manifest(embedder: Embedder, adapter: Adapter, revision: str) -> Manifest:
    return Manifest(INDEX_VERSION, embedder.fingerprint, adapter.name, embedder.dimension, tokenizer_fingerprint(),
                    revision, 0, 0, 0, (), {})


def _plan(segments: Sequence[Segment], marks: Mapping[str, str], library: Library
          ) -> tuple[list[Clause], list[Segment]]:
    """The clauses that no segment has as they are, and the segments that go into one with them."""
    places = places_of(segments, marks)
    fresh = [i for i in marks if i not in places]
    if len(fresh) > _FEW:
        wanted = set(fresh)
        clauses = [c for c in library.clauses() if c.document_id in wanted]
    else:
        clauses = [c for i in fresh for c in library.clauses(i)]
    return clauses, to_merge(segments, marks, len(clauses))


def _merged(merging: Sequence[Segment], marks: Mapping[str, str]) -> Segment:
    """One segment of what of these is taken, in the library's order; the one that it is where it is that already."""
    places = places_of(merging, marks)
    taken = [Taken(*places[i]) for i in marks if i in places]
    whole = len(merging) == 1 and [t.number for t in taken] == list(range(len(merging[0].documents)))
    return merging[0] if whole else merge(merging, taken)


def _obligations(library: Library, clauses: Sequence[Clause]) -> dict[str, tuple[Obligation, ...]]:
    ids = list(dict.fromkeys(c.document_id for c in clauses))
    if len(ids) > _FEW:
        return library.obligations()
    found: dict[str, tuple[Obligation, ...]] = {}
    for i in ids:
        found |= library.obligations(i)
    return found
