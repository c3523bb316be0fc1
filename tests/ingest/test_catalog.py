from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import CatalogError
from kb.ingest.catalog import Entry, load_catalog
from tests.conftest import CORPUS


def catalog(folder: Path, text: str, encoding: str = "utf-8") -> dict[str, Entry]:
    (folder / "corpus.toml").write_text(text, encoding=encoding)
    return load_catalog(folder)


def test_folder_without_catalogue_has_no_entries(tmp_path: Path) -> None:
    assert load_catalog(tmp_path) == {}


def test_entry_holds_what_is_stated(tmp_path: Path) -> None:
    text = (
        '[[document]]\nfile = "守则.txt"\ntitle = "党员守则"\nissuer = "市委组织部"\nscope = ["高校"]\n'
        'date = 2019-12-31\nstatus = "已废止"\nsha256 = "ab"\n'
    )
    assert catalog(tmp_path, text) == {
        "守则.txt": Entry("党员守则", "市委组织部", ("高校",), "2019-12-31", "已废止", "ab")
    }


def test_number_and_days_in_force_may_be_stated(tmp_path: Path) -> None:
    entry = catalog(tmp_path, '[[document]]\nfile = "a.txt"\nnumber = "星政发〔2022〕7号"\n'
                              'effective_from = 2022-03-01\neffective_to = "2027-02-28"\n')["a.txt"]
    assert (entry.number, entry.effective_from, entry.effective_to) == (
        "星政发〔2022〕7号", "2022-03-01", "2027-02-28")
    assert Entry.of_json(entry.as_json()) == entry


def test_unstated_things_stay_open_and_the_document_is_in_force(tmp_path: Path) -> None:
    assert catalog(tmp_path, '[[document]]\nfile = "a.txt"\n') == {"a.txt": Entry()}
    assert Entry().status == "现行"


def test_general_scope_is_known(tmp_path: Path) -> None:
    assert catalog(tmp_path, '[[document]]\nfile = "a.txt"\nscope = ["通用"]\n')["a.txt"].scope == ("通用",)


def test_unknown_scope_is_named_with_the_file_and_the_choices(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="a.txt.*军队.*高校"):
        catalog(tmp_path, '[[document]]\nfile = "a.txt"\nscope = ["军队"]\n')


def test_entry_without_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="缺少 file"):
        catalog(tmp_path, '[[document]]\ntitle = "党员守则"\n')


def test_single_brackets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError):
        catalog(tmp_path, '[document]\nfile = "a.txt"\n')


def test_broken_toml_is_refused_naming_the_file(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="corpus.toml"):
        catalog(tmp_path, "[[document]\nfile = ")


def test_catalogue_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="corpus.toml"):
        catalog(tmp_path, '[[document]]\nfile = "守则.txt"\n', "gb18030")


def test_catalogue_saved_by_notepad_with_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert "a.txt" in catalog(tmp_path, '[[document]]\nfile = "a.txt"\n', "utf-8-sig")


@pytest.mark.parametrize(
    "body",
    [
        "document = 3",
        '[[document]]\nfile = "a.txt"\ntitle = 2019',
        '[[document]]\nfile = "a.txt"\nscope = 3',
        '[[document]]\nfile = "a.txt"\nissuer = ["市委"]',
        '[[document]]\nfile = "a.txt"\nstatus = 1',
        '[[document]]\nfile = "a.txt"\nsha256 = 1',
        '[[document]]\nfile = "a.txt"\ndate = true',
        '[[document]]\nfile = "a.txt"\neffective_to = 3.5',
        '[[document]]\nfile = "a.txt"\nscope = [3]',
        '[[document]]\nfile = "a.txt"\nscope = "高校"',
    ],
)
def test_values_of_a_wrong_type_are_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(CatalogError, match="corpus.toml"):
        catalog(tmp_path, body)


def test_catalogue_of_the_corpus_describes_its_files() -> None:
    files = {p.name for p in CORPUS.glob("*.txt")}
    assert set(load_catalog(CORPUS)) == files
