"""An index in several segments is, to whoever asks it, the one that is built whole."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import SearchIndexError
from kb.language.pairs import bigrams
from kb.language.repair import Sounds
from kb.language.tokenizer import Tokenizer, dictionary
from kb.manage.intake import ingest
from kb.search.features import FeatureMaker
from kb.search.index import build, plan, sealed
from kb.search.index.analyses import as_lines
from kb.search.index.disk import load_index, unused_indexes
from kb.search.index.index import SearchIndex
from kb.search.index.kept import Kept
from kb.search.recall import Sought
from kb.store.library import Library, open_library
from tests.conftest import HashEmbedder

EMBEDDER = HashEmbedder()
RULES = ("每年至少上1次党课。", "按时足额收缴党费，每季度公示1次。", "每月召开1次支部委员会。", "书记要带头学习。",
         "党小组会每月召开1至2次。", "党费用于党的活动。")
QUESTIONS = ("党费多久公示一次", "书记每年上几次党课", "支部委员会多久开一次", "没有的事")
NAMES = ("甲", "乙", "丙", "丁")
# One document after the other: what it says from now on, or None where it goes.
changes = st.tuples(st.sampled_from(NAMES), st.none() | st.lists(st.sampled_from(RULES), min_size=1, max_size=4))


@pytest.fixture(autouse=True)
def always_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small libraries too are kept in several segments here, none of which goes into another."""
    monkeypatch.setattr(plan, "_ONE", 0)
    monkeypatch.setattr(plan, "_SMALL", 0)
    words = dictionary()
    monkeypatch.setattr(build, "dictionary", lambda: words)  # what takes long and makes no difference
    monkeypatch.setattr(build, "build_sounds", lambda _: Sounds({}, {}, {}))
    monkeypatch.setattr(sealed, "_to_disk", lambda _: None)


def hold(library: Library, corpus: Path, held: dict[str, list[str]]) -> None:
    """Makes these documents, as lists of rules, the ones that the library holds."""
    for path in corpus.glob("*.txt"):
        if path.stem not in held:
            path.unlink()
    for name, rules in held.items():
        lines = [f"{name}号工作规定", *(f"第{n}条 {rule}" for n, rule in enumerate(rules, 1))]
        (corpus / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    ingest(library, [], corpus=corpus)


def asked(index: SearchIndex, question: str) -> tuple[list[str], np.ndarray]:
    sought = Sought(tuple(Tokenizer(index.words)(question)), tuple(bigrams(question)), ("党费", "书记"),
                    EMBEDDER.embed_query(question), ("党支部书记",), ("机关",), True, True)
    rows, matrix = FeatureMaker(index).candidates(sought)
    return [index.clause_ids[r] for r in rows], matrix


def assert_same(one: SearchIndex, whole: SearchIndex) -> None:
    assert one.clause_ids == whole.clause_ids
    assert as_lines(one.analyses) == as_lines(whole.analyses)
    for a, b in ((one.by_word, whole.by_word), (one.by_pair, whole.by_pair)):
        assert list(a.terms()) == list(b.terms())
        for term, rows in a.terms():
            assert a.scores([term]).tolist() == b.scores([term]).tolist()
            assert a.rarity(term) == b.rarity(term)
            assert np.flatnonzero(a.holding(term, np.arange(one.size))).tolist() == rows
    for question in QUESTIONS:
        assert one.obligations.best(bigrams(question), one.size).tolist() == whole.obligations.best(
            bigrams(question), whole.size).tolist()
        vector = EMBEDDER.embed_query(question)
        np.testing.assert_allclose(one.passages.best_raw(vector), whole.passages.best_raw(vector), atol=1e-6)
        (mine, features), (others, expected) = asked(one, question), asked(whole, question)
        assert mine == others
        np.testing.assert_allclose(features, expected, atol=1e-6)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.lists(changes, min_size=3, max_size=6))
def test_whatever_comes_and_goes(tmp_path_factory: pytest.TempPathFactory,
                                 changed: list[tuple[str, list[str] | None]]) -> None:
    folder, held = tmp_path_factory.mktemp("library"), {"甲": [RULES[0]], "乙": [RULES[1], RULES[2]]}
    (folder / "corpus").mkdir()
    with closing(open_library(folder / "library.db")) as library:
        for name, rules in [("丙", [RULES[3]]), *changed]:
            held = {**{n: r for n, r in held.items() if n != name}, **({} if rules is None else {name: rules})}
            held = held or {name: [RULES[0]]}
            hold(library, folder / "corpus", held)
            build.update_index(folder / "index", library, EMBEDDER)
        index = load_index(folder / "index", library.revision())
        whole = build.prepare_index(folder / "other", library, EMBEDDER, kept=Kept())
    assert len(whole.segments) == 1
    assert_same(index, whole)


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Library]:
    """Ten documents, each put in force with an index of its own; then one changes and one goes."""
    (tmp_path / "corpus").mkdir()
    held: dict[str, list[str]] = {}
    with closing(open_library(tmp_path / "library.db")) as library:
        for n in range(10):
            held[f"第{n}"] = [RULES[n % len(RULES)], RULES[(n + 1) % len(RULES)]]
            hold(library, tmp_path / "corpus", held)
            build.update_index(tmp_path / "index", library, EMBEDDER)
        held["第3"] = [RULES[5]]
        del held["第4"]
        hold(library, tmp_path / "corpus", held)
        build.update_index(tmp_path / "index", library, EMBEDDER)
        yield library


def test_an_update_writes_what_is_new_and_nothing_else(grown: Library, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    before = {p: p.stat().st_mtime_ns for p in folder.glob("s-*/*")}
    (tmp_path / "corpus" / "新.txt").write_text(f"新号工作规定\n第1条 {RULES[0]}\n", encoding="utf-8")
    ingest(grown, [tmp_path / "corpus" / "新.txt"])
    index = build.update_index(folder, grown, EMBEDDER)
    [new] = {p.parent.name for p in folder.glob("s-*/*")} - {p.parent.name for p in before}
    assert index.segments[-1].name == new and index.segments[-1].size == 1
    assert all(p.stat().st_mtime_ns == at for p, at in before.items() if p.exists())


def test_merged_when_they_are_many(grown: Library, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert len(load_index(folder).segments) > 8
    assert build.merge_index(folder, grown)
    index = load_index(folder, grown.revision())
    assert len(index.segments) == 1
    assert_same(index, build.prepare_index(tmp_path / "other", grown, EMBEDDER, kept=Kept()))
    assert not build.merge_index(folder, grown)
    assert unused_indexes(folder, grown.revision()) == []


def test_whoever_changes_the_library_while_it_is_merged_comes_first(grown: Library, tmp_path: Path) -> None:
    folder, before = tmp_path / "index", load_index(tmp_path / "index", grown.revision())

    @contextmanager
    def too_late() -> Iterator[None]:
        (tmp_path / "corpus" / "新.txt").write_text(f"新号工作规定\n第1条 {RULES[0]}\n", encoding="utf-8")
        ingest(grown, [tmp_path / "corpus" / "新.txt"])
        yield

    assert build.is_index_scattered(folder, before.manifest.revision)
    assert not build.merge_index(folder, grown, too_late)
    assert_same(load_index(folder, before.manifest.revision), before)
    index = build.update_index(folder, grown, EMBEDDER)
    assert_same(index, build.prepare_index(tmp_path / "other", grown, EMBEDDER, kept=Kept()))


@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_a_flipped_byte_in_any_segment_is_found_and_mended(grown: Library, tmp_path: Path, which: int) -> None:
    folder = tmp_path / "index"
    path = folder / load_index(folder).segments[which].name / "by_pair.docs.npy"
    data = bytearray(path.read_bytes())
    data[-4] ^= 1
    path.write_bytes(data)
    with pytest.raises(SearchIndexError, match="校验值.*kb index"):
        load_index(folder, grown.revision())
    assert not build.is_current(folder, grown, EMBEDDER)
    build.update_index(folder, grown, EMBEDDER)
    assert_same(load_index(folder, grown.revision()),
                build.prepare_index(tmp_path / "other", grown, EMBEDDER, kept=Kept()))


KILLED = """
import os, sys
from kb.search.index import build, plan, sealed
from kb.store.library import open_library
from pathlib import Path
from tests.conftest import HashEmbedder
plan._ONE = plan._SMALL = 0
left, real = [int(sys.argv[2])], os.fsync
def fsync(handle):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    real(handle)
os.fsync = fsync
folder = Path(sys.argv[1])
library = open_library(folder / "library.db")
getattr(build, sys.argv[3])(*([folder / "index", library, HashEmbedder()][:int(sys.argv[4])]))
"""


@pytest.mark.parametrize(("what", "after"), [("update_index", 3), ("update_index", 37), ("merge_index", 20)])
def test_killed_while_it_is_written(grown: Library, tmp_path: Path, what: str, after: int) -> None:
    """The last whole state goes on being read, and the next update finishes the work and tidies up."""
    folder, revision, whole = tmp_path / "index", grown.revision(), load_index(tmp_path / "index")
    if what == "update_index":
        (tmp_path / "corpus" / "新.txt").write_text(f"新号工作规定\n第1条 {RULES[0]}\n", encoding="utf-8")
        ingest(grown, [tmp_path / "corpus" / "新.txt"])
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(after), what,
                           "3" if what == "update_index" else "2"], check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == 9
    assert_same(load_index(folder, revision), whole)
    index = build.update_index(folder, grown, EMBEDDER)
    assert_same(index, build.prepare_index(tmp_path / "other", grown, EMBEDDER, kept=Kept()))
    held = {*json.loads((folder / (folder / "CURRENT").read_text() / "manifest.json").read_text())["segments"]}
    assert held == {s.name for s in index.segments}
    assert not list(folder.glob(".building-*"))
