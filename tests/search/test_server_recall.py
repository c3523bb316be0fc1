"""The index on a PostgreSQL and the one in memory bring up the same clauses, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals.qrels import load_questions
from kb.answer.opening import answer_with, answerer_of, open_answerer, remembering
from kb.config import Server, Settings
from kb.errors import SearchIndexError
from kb.manage.intake import take_in
from kb.manage.move import move
from kb.manage.publish import publishing
from kb.question.finder import Finder
from kb.search.engine import index_of, recall_of
from kb.search.recall import Filters, Recall
from kb.store.attached import attach_question
from kb.store.library import Library, open_library
from kb.types import Answer, Query
from tests import postgres
from tests.conftest import CORPUS, ROOT, HashEmbedder, copied
from tests.search import samples

ASKED = [q.question for q in load_questions(ROOT / "evals" / "questions" / "dev.jsonl")][::3]
FILTERS = (Filters(), Filters(scope="机关"), Filters(role="党支部书记", in_force=False))
OTHER = "乙单位工作规则\n\n1.党支部每季度召开1次会议，做好记录。\n2.党支部书记每年讲2次党课，由组织委员保存教案。\n"
FOLDER = Path("unused")


@pytest.fixture(scope="module")
def both(built: Path, postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Settings]:
    """The corpus in a data folder, and the same on a server."""
    settings = Settings(data=copied(built, tmp_path_factory.mktemp("both")), corpus=CORPUS)
    move(settings, postgres_url)
    return settings, replace(settings, database_url=postgres_url)


def told(answer: Answer) -> Answer:
    """An answer without how long it took, and without scores."""
    return replace(answer, took_ms=0, clauses=tuple(replace(c, score=0) for c in answer.clauses))


@pytest.mark.model
def test_orders_and_answers_over_the_corpus_are_equal(both: tuple[Settings, Settings]) -> None:
    embedded, served = (open_answerer(s) for s in both)
    for asked in ASKED:
        one, other = embedded.answer(Query(asked)), served.answer(Query(asked))
        assert told(one) == told(other), asked
        assert [c.score for c in one.clauses] == pytest.approx([c.score for c in other.clauses], abs=1e-3)
    for asked in ASKED[:10]:
        for retriever in ("bm25", "vector", "rrf", "hybrid"):
            first, second = ([h.clause.id for h in a.search(asked, retriever=retriever, k=20)]
                             for a in (embedded, served))
            assert first == second, (asked, retriever)


@pytest.mark.model
def test_features_are_equal_but_for_the_last_bit(both: tuple[Settings, Settings]) -> None:
    embedded, served = (open_answerer(s).finder for s in both)
    for asked in ASKED[:20]:
        sought = embedded.read(asked).sought
        for filters in FILTERS:
            one, other = (f.recall.candidates(sought, filters) for f in (embedded, served))
            assert one.ids == other.ids, asked
            assert np.abs(one.matrix - other.matrix).max(initial=0) < 1e-5


@pytest.mark.model
def test_a_question_is_tried_without_leaving_anything(both: tuple[Settings, Settings]) -> None:
    asked = "食堂里谁说了算"
    answers = []
    for settings in both:
        with closing(open_library(settings.place)) as library:
            answerer = answerer_of(library, settings, remembering(settings))
            clause = next(c for c in library.clauses() if "支部委员会一般由3-5人组成" in c.text)
            revision = library.revision()
            answers.append(answer_with(library, settings, answerer, clause, asked, Query(asked)))
            after = answerer_of(library, settings, remembering(settings))
            assert library.revision() == revision == after.finder.recall.revision
    assert told(answers[0]) == told(answers[1])


@pytest.fixture
def library(postgres_server: str) -> Iterator[Library]:
    url = postgres.new_database(postgres_server, "kb_small")
    with closing(open_library(Server(url))) as opened:
        yield opened
    postgres.drop_database(postgres_server, "kb_small")


def indexed(library: Library, folder: Path, files: dict[str, str | None]) -> Recall:
    """Takes in these files, those without a text being gone; what answers from then on."""
    for name, said in files.items():
        path = folder / name
        path.unlink(missing_ok=True)
        if said is not None:
            path.write_text(said, encoding="utf-8")
    intake = take_in(library, [folder])
    with publishing(FOLDER, library, HashEmbedder()) as writer:
        intake.apply(writer)
    return opened(library)


def opened(library: Library, revision: str | None = None) -> Recall:
    return recall_of(index_of(library, FOLDER).opened(revision), attached=True, translation=None)


def assert_as_built_anew(library: Library, served: Recall) -> None:
    """The index that grew bit by bit gives what one made at once in memory gives."""
    embedder = HashEmbedder()
    finder = Finder(samples.index_of(library, embedder), embedder)
    for asked in ("党支部书记每年讲几次党课", "党费多久公示一次", "会议记录由谁保存", "警示教育", "食堂几点开门"):
        sought = finder.read(asked).sought
        one, other = ({i: row for i, row in zip(c.ids, c.matrix.tolist(), strict=True)}
                      for c in (r.candidates(sought, Filters(in_force=False)) for r in (finder.recall, served)))
        assert one.keys() == other.keys(), asked
        for clause_id, row in one.items():
            assert row == pytest.approx(other[clause_id], abs=1e-5), (asked, clause_id)
        near = (r.closeness(sought, sorted(one)) for r in (finder.recall, served))
        assert all(np.allclose(a, b, atol=1e-5) for a, b in zip(*near, strict=True))
        assert finder.recall.by_words(sought.terms, k=5) == pytest.approx(served.by_words(sought.terms, k=5))
    assert finder.recall.size == served.size
    for word in ("党课", "会议", "没有这个词"):
        assert finder.recall.word_rarity(word) == served.word_rarity(word)
        assert finder.recall.knows_word(word) == served.knows_word(word)


def test_what_is_added_changed_and_taken_away_is_as_if_built_anew(library: Library, tmp_path: Path) -> None:
    first = indexed(library, tmp_path, {"书记.txt": samples.SECRETARY, "汇编.txt": samples.TWO_LISTS})
    assert_as_built_anew(library, first)
    assert_as_built_anew(library, indexed(library, tmp_path, {"乙.txt": OTHER}))
    assert_as_built_anew(library, indexed(library, tmp_path, {"书记.txt": samples.SECRETARY.replace("党课", "课堂")}))
    assert_as_built_anew(library, indexed(library, tmp_path, {"汇编.txt": None}))
    clause = library.clauses()[0]
    with publishing(FOLDER, library, HashEmbedder()) as writer:
        attach_question(writer, clause, "党课谁来讲")
    assert_as_built_anew(library, opened(library))


def test_whoever_reads_goes_on_with_the_state_it_began_with(library: Library, tmp_path: Path) -> None:
    before = indexed(library, tmp_path, {"书记.txt": samples.SECRETARY})
    revision, ids = library.revision(), [h.clause_id for h in before.by_words(["党课", "党费", "会议"], k=10)]
    after = indexed(library, tmp_path, {"书记.txt": samples.SECRETARY.replace("党课", "课堂"), "乙.txt": OTHER})
    again = opened(library, revision)  # on another server, say, that has not looked yet
    for reader in (before, again):
        assert [h.clause_id for h in reader.by_words(["党课", "党费", "会议"], k=10)] == ids
        assert reader.knows_word("党课") and reader.size == 3 and reader.revision == revision
    assert after.size == 5 and after.revision == library.revision() != revision


def test_what_nobody_can_be_reading_any_more_goes(library: Library, tmp_path: Path) -> None:
    indexed(library, tmp_path, {"书记.txt": samples.SECRETARY})
    revision = library.revision()
    indexed(library, tmp_path, {"书记.txt": None, "乙.txt": OTHER})
    assert library.database.server is not None
    with postgres.connected(library.database.server.url) as c:
        c.execute("UPDATE index_generations SET made_at = now() - interval '1 day'")
        indexed(library, tmp_path, {"书记.txt": samples.SECRETARY})
        left = c.execute("SELECT count(*) FROM index_clauses").fetchone()[0]
    assert left == 5
    with pytest.raises(SearchIndexError, match="kb index"):
        opened(library, revision)


def test_a_change_that_fails_leaves_library_and_index_as_they_were(library: Library, tmp_path: Path) -> None:
    before = indexed(library, tmp_path, {"书记.txt": samples.SECRETARY})
    (tmp_path / "乙.txt").write_text(OTHER, encoding="utf-8")
    intake = take_in(library, [tmp_path])

    class Broken(HashEmbedder):
        def embed(self, texts: object) -> np.ndarray:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), publishing(FOLDER, library, Broken()) as writer:
        intake.apply(writer)
    assert library.revision() == before.revision == opened(library).revision
    assert opened(library).size == 3
    assert index_of(library, FOLDER).fault(library) is None


def test_what_is_wrong_is_found_and_made_anew(library: Library, tmp_path: Path) -> None:
    served = indexed(library, tmp_path, {"书记.txt": samples.SECRETARY, "乙.txt": OTHER})
    assert library.database.server is not None
    with postgres.connected(library.database.server.url) as c:
        c.execute("DELETE FROM index_vectors WHERE clause = 0")
    assert index_of(library, FOLDER).fault(library) == "索引里有的条款没有句向量"
    with publishing(FOLDER, library, HashEmbedder(), anew=True):
        pass
    assert index_of(library, FOLDER).fault(library) is None
    assert_as_built_anew(library, opened(library, served.revision))
