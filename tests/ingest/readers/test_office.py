"""Old office formats through LibreOffice; the files are made by LibreOffice itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.pipeline import build
from kb.ingest.readers import office, read_file
from tests.ingest.helpers import text_of

PAGE = """<html><head><meta charset="utf-8"></head><body><h1>值班管理办法</h1><p>第一条 为加强值班管理，制定本办法。</p>
<p>第二条 值班人员每日巡查三次，并做好记录。</p></body></html>"""
TABLE = "岗位,要求\n值班员,每日巡查三次并登记来访人员，按时交接班。\n带班领导,每周抽查值班记录，处理突发事件并上报。\n"

needs_libreoffice = pytest.mark.skipif(office.find_program() is None, reason="没有 LibreOffice")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same text as .doc, .rtf and .odt, and the same table as .xls and .ods."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.html").write_text(PAGE, encoding="utf-8")
    (folder / "b.csv").write_text(TABLE, encoding="utf-8")
    program = office.find_program()
    assert program is not None

    def convert(source: str, target: str, *options: str) -> None:
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *options,
                "--convert-to",
                target,
                "--outdir",
                str(folder),
                str(folder / source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )

    convert("a.html", "odt:writer8", "--infilter=HTML (StarWriter)")
    for target in ("doc:MS Word 97", "rtf:Rich Text Format"):
        convert("a.odt", target)
    for target in ("xls:MS Excel 97", "ods:calc8"):
        convert("b.csv", target, "--infilter=CSV:44,34,76,1")
    return folder


@needs_libreoffice
class TestConverting:
    @pytest.mark.parametrize("name", ["a.odt", "a.doc", "a.rtf"])
    def test_documents_have_their_clauses(self, made: Path, name: str) -> None:
        document, parts = build(made / name, key="a")
        assert document.title == "值班管理办法"
        assert document.parser.startswith("office/1+docx/")
        assert [(c.number, c.text) for c in parts.clauses] == [
            ("第一条", "第一条 为加强值班管理，制定本办法。"),
            ("第二条", "第二条 值班人员每日巡查三次，并做好记录。"),
        ]

    @pytest.mark.parametrize("name", ["b.xls", "b.ods"])
    def test_workbooks_have_a_clause_a_row(self, made: Path, name: str) -> None:
        assert [(c.path[-1], c.text) for c in build(made / name, key="b")[1].clauses] == [
            ("值班员", "每日巡查三次并登记来访人员，按时交接班。"),
            ("带班领导", "每周抽查值班记录，处理突发事件并上报。"),
        ]

    @pytest.mark.parametrize(("source", "name"), [("a.doc", "a.wps"), ("a.rtf", "b.doc"), ("b.xls", "b.et")])
    def test_other_endings_of_the_same_content(self, made: Path, tmp_path: Path, source: str, name: str) -> None:
        shutil.copy(made / source, tmp_path / name)
        assert text_of(read_file(tmp_path / name)) == text_of(read_file(made / source))

    def test_several_files_are_converted_in_one_call(self, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        calls: list[list[Path]] = []
        convert = office._converted

        def counted(program: str, paths: list[Path], folder: Path) -> dict[Path, Path]:
            calls.append(paths)
            return convert(program, paths, folder)

        monkeypatch.setattr(office, "_converted", counted)
        files = [made / "a.doc", made / "a.rtf", made / "b.xls"]
        with office.converting(files):
            texts = [text_of(read_file(path)) for path in files]
        assert [len(paths) for paths in calls] == [3]
        assert texts[0] == texts[1] != texts[2]

    def test_a_broken_file_does_not_stop_those_converted_with_it(self, made: Path, tmp_path: Path) -> None:
        (tmp_path / "坏.doc").write_bytes((made / "a.doc").read_bytes()[:3000] + b"WordDocument")
        shutil.copy(made / "a.rtf", tmp_path / "好.rtf")
        with office.converting([tmp_path / "坏.doc", tmp_path / "好.rtf"]):
            with pytest.raises(ReadError, match=r"坏\.doc"):
                read_file(tmp_path / "坏.doc")
            assert "每日巡查" in text_of(read_file(tmp_path / "好.rtf"))

    def test_a_conversion_that_takes_too_long_is_ended(self, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(office, "_START_S", 0)
        monkeypatch.setattr(office, "_FILE_S", 0.1)
        with pytest.raises(ReadError, match=r"a\.doc"):
            read_file(made / "a.doc")


def test_without_libreoffice_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    (tmp_path / "旧.doc").write_bytes(b"{\\rtf1 x}")
    with pytest.raises(ReadError) as caught:
        read_file(tmp_path / "旧.doc")
    assert all(word in str(caught.value) for word in ("旧.doc", "LibreOffice", "apt install", "另存为"))
    assert "\n" not in str(caught.value)
