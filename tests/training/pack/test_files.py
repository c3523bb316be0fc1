"""The files of a pack over the five documents: all ten topics, proved and measured; written all or none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.errors import KBError, QuestionError, ReadError
from kb.store.library import Library
from kb.training.pack.files import NAMES, Made, made, template_bytes, write_files, zipped
from kb.training.pack.wanted import Picked, Wanted
from tests.training.pack.proof import Proof
from tests.training.pack.reading import docx_lines, pptx_lines, slides
from tests.training.pack.test_slides import assert_fits

TEN = ("三会一课", "党课", "组织生活会", "民主评议党员", "发展党员", "党费", "述职评议", "教育培训学时", "换届任期",
       "党员活动阵地")


@pytest.fixture(scope="module")
def pack(corpus_library: Library) -> Iterator[Made]:
    yield made(corpus_library, Wanted(TEN, length="详细", seed=3))


def test_every_line_over_ten_topics_is_proved(pack: Made) -> None:
    proof = Proof(pack.pack)

    assert proof.unproved(docx_lines(pack.files["讲义.docx"])) == []
    assert proof.unproved(pptx_lines(pack.files["课件.pptx"])) == []


def test_nothing_is_overfull_over_ten_topics(pack: Made) -> None:
    assert_fits(slides(pack.files["课件.pptx"]))


def test_every_quotation_is_its_clauses_words(pack: Made) -> None:
    for section in pack.pack.sections:
        assert all(r.quote in r.cited.clause.text for p in section.points for r in p.rulings)


def test_it_is_made_within_ten_seconds_with_progress_and_the_same_again(corpus_library: Library) -> None:
    told: list[tuple[str, int, int]] = []
    begun = time.process_time()
    first = made(corpus_library, Wanted(TEN, seed=3), tell=lambda *step: told.append(step))
    took = time.process_time() - begun

    assert took < 10
    assert [s for s, _, _ in told[:10]] == list(TEN) and told[-1] == ("完成", 17, 17)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert tuple(first.files) == NAMES and first.items >= 20
    assert zipped(made(corpus_library, Wanted(TEN, seed=3)).files) == zipped(first.files)


def test_a_pack_of_collected_clauses_alone(corpus_library: Library) -> None:
    ids = [c.id for c in corpus_library.clauses() if "党课" in c.text][:3]
    found = made(corpus_library, Wanted(picked=tuple(Picked(i, "备注") for i in ids)))

    assert [x.clause.id for x in found.pack.sections[0].cited] == ids
    assert Proof(found.pack).unproved(docx_lines(found.files["讲义.docx"])) == []
    assert found.items > 0


def test_items_on_clauses_left_out_are_left_out(corpus_library: Library) -> None:
    whole = made(corpus_library, Wanted(("党费",), ("机关",)))
    out = tuple(x.clause.id for x in whole.pack.sections[0].cited)[1:]
    less = made(corpus_library, Wanted(("党费",), ("机关",), without=out))

    assert len(less.pack.sections[0].cited) == 1 and less.items <= whole.items


@pytest.mark.parametrize("wanted", [Wanted(("食堂菜谱",)), Wanted(("党课",), ("火星",)), Wanted(("！",))])
def test_what_is_not_there_is_told_in_a_line(corpus_library: Library, wanted: Wanted) -> None:
    with pytest.raises(QuestionError) as e:
        made(corpus_library, wanted)
    assert "\n" not in str(e.value)


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "课件.pptx").mkdir()
    with pytest.raises(KBError, match="写不进文件夹：.*课件.pptx 是文件夹"):
        write_files(tmp_path, {"讲义.docx": b"1", "课件.pptx": b"2"})
    assert [p.name for p in tmp_path.iterdir()] == ["课件.pptx"]

    write_files(tmp_path / "新的" / "一层", {"讲义.docx": b"1"})
    assert [p.name for p in (tmp_path / "新的" / "一层").iterdir()] == ["讲义.docx"]
    with pytest.raises(KBError, match="写不进文件夹"):
        write_files(tmp_path / "新的" / "一层" / "讲义.docx" / "里面", {"讲义.docx": b"1"})


def test_templates(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="模板应是 .pptx、.potx 文件：a.doc"):
        template_bytes(tmp_path / "a.doc")
    with pytest.raises(ReadError, match="模板读不了"):
        template_bytes(tmp_path / "a.pptx")
    (tmp_path / "a.potx").write_bytes(b"x")
    assert template_bytes(tmp_path / "a.potx") == b"x"


def test_a_zip_holds_the_files_under_their_names() -> None:
    with ZipFile(BytesIO(zipped({"讲义.docx": b"1"}))) as held:
        assert {i.filename: held.read(i) for i in held.infolist()} == {"讲义.docx": b"1"}
