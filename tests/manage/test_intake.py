"""Which files are taken in, whether they changed, and what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import CatalogError, ReadError
from kb.manage.intake import ingest
from kb.store.library import Library, open_library

RULES = "党员守则\n\n1.按月交纳党费。\n2.每季度汇报1次思想。\n3.执行支部决议。\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = open_library(tmp_path / "data" / "library.db")
    yield made
    made.close()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write(folder / "甲.txt", RULES)
    write(folder / "乙.txt", RULES.replace("党员守则", "党支部工作规则"))
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def outcome(library: Library, *paths: Path, corpus: Path | None = None) -> dict[str, str]:
    return {Path(r.file).name: r.status for r in ingest(library, paths, corpus=corpus)}


def test_new_files_are_added_with_their_clauses(library: Library, corpus: Path) -> None:
    results = ingest(library, [], corpus=corpus)
    assert [(Path(r.file).name, r.status, r.clauses) for r in results] == [
        ("乙.txt", "added", 3),
        ("甲.txt", "added", 3),
    ]
    assert {d.title for d in library.documents()} == {"党员守则", "党支部工作规则"}
    assert len(library.clauses()) == 6


def test_second_reading_changes_nothing(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    before = (library.revision(), library.clauses())
    assert set(outcome(library, corpus=corpus).values()) == {"unchanged"}
    assert (library.revision(), library.clauses()) == before


def test_edited_file_is_updated_and_other_clauses_keep_their_ids(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    before = {c.text: c.id for c in library.clauses()}
    write(corpus / "甲.txt", RULES.replace("每季度汇报1次", "每季度至少汇报1次"))
    assert outcome(library, corpus=corpus) == {"甲.txt": "updated", "乙.txt": "unchanged"}
    after = {c.text: c.id for c in library.clauses()}
    assert "2.每季度至少汇报1次思想。" in after
    assert all(after[t] == i for t, i in before.items() if t in after)


def test_changed_catalogue_entry_updates_the_document(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    write(
        corpus / "corpus.toml",
        '[[document]]\nfile = "甲.txt"\ntitle = "党员行为守则"\nstatus = "已废止"\nscope = ["农村"]\n',
    )
    assert outcome(library, corpus=corpus)["甲.txt"] == "updated"
    document = next(d for d in library.documents() if d.source == "甲.txt")
    assert (document.title, document.status, document.scope) == ("党员行为守则", "已废止", ("农村",))


def test_file_deleted_from_the_corpus_is_removed(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    (corpus / "甲.txt").unlink()
    assert outcome(library, corpus=corpus) == {"乙.txt": "unchanged", "甲.txt": "removed"}
    assert [d.source for d in library.documents()] == ["乙.txt"]


def test_removed_file_that_comes_back_has_its_old_ids(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    before = {c.id for c in library.clauses()}
    (corpus / "甲.txt").unlink()
    ingest(library, [], corpus=corpus)
    write(corpus / "甲.txt", RULES)
    assert outcome(library, corpus=corpus)["甲.txt"] == "added"
    assert {c.id for c in library.clauses()} == before


def test_single_file_leaves_the_other_documents_alone(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    write(corpus / "甲.txt", RULES + "4.遵守党的纪律。\n")
    assert outcome(library, corpus / "甲.txt") == {"甲.txt": "updated"}
    assert len(library.documents()) == 2


def test_a_folder_that_is_read_again_gives_up_its_deleted_files(
    library: Library, corpus: Path, tmp_path: Path
) -> None:
    elsewhere = write(tmp_path / "别处" / "丙.txt", RULES)
    ingest(library, [corpus, elsewhere])
    (corpus / "甲.txt").unlink()
    elsewhere.unlink()
    assert outcome(library, corpus) == {"乙.txt": "unchanged", "甲.txt": "removed"}
    assert {d.source for d in library.documents()} == {"乙.txt", "丙.txt"}


def test_documents_of_one_title_are_told_apart_in_their_clauses(library: Library, corpus: Path) -> None:
    write(corpus / "旧.txt", "差旅办法\n（2018年3月1日印发）\n1.每天八十元。\n2.实报实销。\n")
    write(corpus / "新.txt", "差旅办法\n（2023年9月1日印发）\n1.每天一百元。\n2.实报实销。\n")
    ingest(library, [], corpus=corpus)
    marks = {c.text: c.edition for c in library.clauses()}
    assert (marks["1.每天八十元。"], marks["1.每天一百元。"], marks["1.按月交纳党费。"]) == ("2018年", "2023年", "")
    ids = {c.id: c.edition for c in library.clauses()}
    assert {c.edition for c in library.clauses_by_id(list(ids)).values()} == {"", "2018年", "2023年"}


def test_file_from_elsewhere_survives_a_reading_of_the_corpus(
    library: Library, corpus: Path, tmp_path: Path
) -> None:
    extra = write(tmp_path / "别处" / "丙.txt", RULES)
    ingest(library, [extra])
    outcome(library, corpus=corpus)
    assert "丙.txt" in {d.source for d in library.documents()}


def test_unreadable_file_is_reported_and_stops_no_other(library: Library, corpus: Path) -> None:
    (corpus / "坏.docx").write_bytes("坏".encode())
    (corpus / "空.pdf").touch()
    results = {Path(r.file).name: r for r in ingest(library, [], corpus=corpus)}
    assert [results[n].status for n in ("甲.txt", "乙.txt", "坏.docx", "空.pdf")] == [
        "added",
        "added",
        "failed",
        "failed",
    ]
    assert "坏.docx" in (results["坏.docx"].reason or "") and "空.pdf" in (results["空.pdf"].reason or "")


def test_document_keeps_its_last_version_when_its_file_breaks(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    (corpus / "甲.txt").write_bytes(bytes(range(256)))
    assert outcome(library, corpus=corpus)["甲.txt"] == "failed"
    assert len(library.clauses()) == 6


def test_file_without_clauses_is_refused(library: Library, tmp_path: Path) -> None:
    result = ingest(library, [write(tmp_path / "标题.txt", "党员守则\n")])[0]
    assert result.status == "failed"
    assert "标题.txt" in (result.reason or "")
    assert library.documents() == []


def test_missing_path_is_reported(library: Library, tmp_path: Path) -> None:
    result = ingest(library, [tmp_path / "没有.txt"])[0]
    assert (result.status, "没有.txt" in (result.reason or "")) == ("failed", True)


def test_empty_folder_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(ReadError, match="空"):
        ingest(library, [], corpus=tmp_path / "空")


def test_file_that_the_catalogue_lists_but_is_not_there_is_reported(library: Library, corpus: Path) -> None:
    write(corpus / "corpus.toml", '[[document]]\nfile = "丢失.txt"\n')
    assert outcome(library, corpus=corpus)["丢失.txt"] == "failed"


def test_checksum_of_the_catalogue_is_enforced(library: Library, corpus: Path) -> None:
    write(corpus / "corpus.toml", f'[[document]]\nfile = "甲.txt"\nsha256 = "{"0" * 64}"\n')
    assert outcome(library, corpus=corpus) == {"甲.txt": "failed", "乙.txt": "added"}
    right = hashlib.sha256((corpus / "甲.txt").read_bytes()).hexdigest()
    write(corpus / "corpus.toml", f'[[document]]\nfile = "甲.txt"\nsha256 = "{right}"\n')
    assert outcome(library, corpus=corpus)["甲.txt"] == "added"


def test_broken_catalogue_changes_nothing(library: Library, corpus: Path) -> None:
    ingest(library, [], corpus=corpus)
    before = library.revision()
    write(corpus / "corpus.toml", "[[document")
    with pytest.raises(CatalogError):
        ingest(library, [], corpus=corpus)
    assert library.revision() == before


def test_hidden_and_lock_files_are_passed_over_and_foreign_ones_named(library: Library, corpus: Path) -> None:
    write(corpus / ".隐藏.txt", RULES)
    write(corpus / "~$甲.docx", RULES)
    write(corpus / ".git" / "丁.txt", RULES)
    write(corpus / "Thumbs.db", RULES)
    write(corpus / "甲.questions.jsonl", "")
    write(corpus / "图纸.dwg", RULES)
    write(corpus / "往年.zip", RULES)
    results = {Path(r.file).name: r for r in ingest(library, [], corpus=corpus)}
    assert set(results) == {"甲.txt", "乙.txt", "图纸.dwg", "往年.zip"}
    assert (results["图纸.dwg"].status, results["往年.zip"].status) == ("skipped", "skipped")
    assert "docx" in (results["图纸.dwg"].reason or "") and "解压" in (results["往年.zip"].reason or "")


def test_folders_below_are_read_with_their_path_as_source(library: Library, corpus: Path) -> None:
    write(corpus / "学校" / "甲.txt", RULES)
    ingest(library, [], corpus=corpus)
    assert "学校/甲.txt" in {d.source for d in library.documents()}
    assert len(library.documents()) == 3


def test_moved_corpus_keeps_documents_and_ids(library: Library, corpus: Path, tmp_path: Path) -> None:
    ingest(library, [], corpus=corpus)
    before = {c.id for c in library.clauses()}
    moved = corpus.rename(tmp_path / "新位置")
    assert set(outcome(library, corpus=moved).values()) == {"unchanged"}
    assert {c.id for c in library.clauses()} == before


def test_files_of_one_name_in_different_folders_are_different_documents(
    library: Library, tmp_path: Path
) -> None:
    for n, folder in enumerate(("市局", "县局/文件", "区局/文件")):
        ingest(library, [write(tmp_path / folder / "守则.txt", RULES.replace("按月", f"第{n}种按月"))])
    assert len(library.documents()) == 3


def test_file_known_by_a_longer_key_keeps_it_when_the_other_goes(library: Library, tmp_path: Path) -> None:
    first = write(tmp_path / "市局" / "守则.txt", RULES)
    second = write(tmp_path / "县局" / "守则.txt", RULES.replace("按月", "按季"))
    ingest(library, [first, second])
    first.unlink()
    assert outcome(library, second) == {"守则.txt": "unchanged"}
    assert "县局/守则.txt" in {d.source for d in library.documents()}


def test_progress_names_each_file(library: Library, corpus: Path) -> None:
    seen: list[str] = []
    ingest(library, [], corpus=corpus, progress=seen.append)
    assert sorted(seen) == ["乙.txt", "甲.txt"]


def test_nothing_takes_effect_when_the_reading_is_interrupted(library: Library, corpus: Path) -> None:
    def interrupted(name: str) -> None:
        if name == "甲.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(library, [], corpus=corpus, progress=interrupted)
    assert library.documents() == []
