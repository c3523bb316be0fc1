from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.readers import ocr, pdf_layout, read_file
from kb.ingest.readers.pdf_columns import Piece, column_order
from kb.ingest.readers.pdf_edges import edge_lines
from kb.ingest.readers.reading import Paragraph, Table
from tests.ingest.helpers import DATA, text_of


def pdf(path: Path, content: bytes, encoding: str) -> Path:
    """A one-page file whose only font is not embedded and has no ToUnicode map, as old programs wrote them."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /" + encoding.encode()
        + b" /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Length " + str(len(content)).encode() + b" >>\nstream\n" + content + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(out + b"xref\n0 7\n0000000000 65535 f \n" + table
                     + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n" + str(len(out)).encode() + b"\n%%EOF\n")
    return path


def shown(pieces: list[tuple[int, int, str]], codec: str) -> bytes:
    """The pieces of text drawn in this order, each at a place in points from the left and the bottom."""
    return b"".join(b"BT /F1 12 Tf 1 0 0 1 %d %d Tm <%s> Tj ET\n" % (x, y, text.encode(codec).hex().encode())
                    for x, y, text in pieces)


@pytest.mark.parametrize(("encoding", "codec"), [
    ("GB-EUC-H", "gb2312"), ("GBK-EUC-H", "gbk"), ("GBKp-EUC-H", "gbk"), ("GBKp-EUC-V", "gbk"), ("GBK2K-H", "gb18030"),
    ("UniGB-UCS2-H", "utf-16-be"),
])
def test_codes_of_old_files_are_read_by_their_map(tmp_path: Path, encoding: str, codec: str) -> None:
    words = ["车辆管理办法", "第一条　公车每月检查一次。"]
    content = shown([(72, 780 - 20 * n, text) for n, text in enumerate(words)], codec)
    assert text_of(read_file(pdf(tmp_path / "旧.pdf", content, encoding))).split("\n")[:2] == words


def test_text_layer_of_unknown_codes_goes_to_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    content = shown([(72, 780 - 20 * n, "第一条公车每月检查一次") for n in range(5)], "gbk")
    with pytest.raises(ReadError, match=r"旧\.pdf（第 1 页）.*make ocr"):
        read_file(pdf(tmp_path / "旧.pdf", content, "Company-Own-H"))


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["第一条　公车由办公室统一", "调度，不得私用。", "第二条　每月检查车况一次，", "并登记在册备查。",
            "第三条　驾驶员每年培训二", "次，每次不少于一天。"]
    right = ["第四条　油卡由专人保管，", "每季度核对一次油耗。", "第五条　节假日封存车辆，", "钥匙交办公室保管。",
             "第六条　本办法自印发之日", "起施行，由办公室解释。"]
    pieces = [(230, 800, "公务车辆管理办法")]
    for n, row in enumerate(zip(left, right, strict=True)):
        pieces += [(x, 760 - 20 * n, text) for x, text in zip((60, 320), row, strict=True)]
    path = pdf(tmp_path / "双栏.pdf", shown(pieces, "gbk"), "GBK-EUC-H")
    assert text_of(read_file(path)).split("\n") == ["公务车辆管理办法", *left, *right]


def test_narrow_cells_beside_one_another_stay_rows(tmp_path: Path) -> None:
    rows = [(f"事项{n}", f"每年{n}次") for n in range(1, 8)]
    pieces = [(x, 760 - 20 * n, text) for n, row in enumerate(rows) for x, text in zip((60, 320), row, strict=True)]
    text = text_of(read_file(pdf(tmp_path / "表.pdf", shown(pieces, "gbk"), "GBK-EUC-H")))
    assert text.index("每年1次") < text.index("事项2")


def test_page_that_draws_much_is_read_within_bounds(tmp_path: Path) -> None:
    words = shown([(72, 780, "第一条　公车每月检查一次。")], "gbk")
    drawing = b"10 10 m 300 700 l S\n" * 110_000
    path = pdf(tmp_path / "地图.pdf", words + drawing, "GBK-EUC-H")
    assert text_of(read_file(path)).strip() == "第一条　公车每月检查一次。"
    with pytest.raises(ReadError, match=r"画的内容太多，读不了：地图\.pdf"):
        read_file(pdf(path, words + drawing * 10, "GBK-EUC-H"))


def test_plain_pages_come_the_quick_way_and_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    quick, taken = pdf_layout._Plain.page, []

    def watched(plain: pdf_layout._Plain, n: int, lines: list[str]) -> tuple[list[pdf_layout.Piece], float]:
        taken.append(quick(plain, n, lines))
        return taken[-1]

    monkeypatch.setattr(pdf_layout._Plain, "page", watched)
    blocks = read_file(DATA / "rules.pdf").blocks
    monkeypatch.setattr(pdf_layout._Plain, "page", lambda *_: ([], 0.0))

    assert len(taken) == 3 and all(pieces for pieces, _ in taken)
    assert blocks == read_file(DATA / "rules.pdf").blocks
    assert any(type(block) is Paragraph for block in blocks)


def test_a_line_close_below_a_table_is_none_of_its_rows(tmp_path: Path) -> None:
    rules = [(72, y, 372, y) for y in (700, 680, 660)] + [(x, 700, x, 660) for x in (72, 172, 372)]
    drawn = b"".join(b"%d %d m %d %d l S\n" % rule for rule in rules)
    text = shown([(80, 720, "第一条 借期如下："), (80, 685, "类别"), (180, 685, "借期"), (80, 665, "图书"),
                  (180, 665, "30天"), (72, 650, "第二条 逾期的停借一个月。")], "gbk")
    blocks = read_file(pdf(tmp_path / "借书.pdf", drawn + text, "GBK-EUC-H")).blocks
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in table.rows] == [["类别", "借期"], ["图书", "30天"]]
    assert [block.text for block in blocks if not isinstance(block, Table)] == [
        "第一条 借期如下：", "第二条 逾期的停借一个月。"]


def test_footer_of_two_columns_is_read_behind_both() -> None:
    left = [Piece(f"左栏的第{n}行文字", 60, 260, 100 + 20 * n, 12) for n in range(6)]
    right = [Piece(f"右栏的第{n}行文字", 300, 500, 100 + 20 * n, 12) for n in range(6)]
    footer = [Piece("https://example.cn/rules.html", 60, 240, 780, 12), Piece("1/2", 480, 500, 780, 12)]
    pieces = [piece for row in zip(left, right, strict=True) for piece in row] + footer
    order = column_order(pieces, 560)
    assert order is not None
    assert [pieces[n] for n in order] == [*left, *right, *footer]
    page = [pieces[n].text for n in order]
    assert edge_lines([page]) == [{len(page) - 2, len(page) - 1}]


@pytest.mark.parametrize(("line", "placed", "printed"), [
    ("第一条为了规范", "第一条 为了规范", "第一条 为了规范"), (" 第一条  为了", "第一条 为了", " 第一条  为了"),
    ("第一条规定的", "第一条规定的", "第一条规定的"), ("为了", "为 了", "为了"),
])
def test_gap_behind_a_number_is_a_blank(line: str, placed: str, printed: str) -> None:
    assert pdf_layout._with_gap(line, placed) == printed
