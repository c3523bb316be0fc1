from __future__ import annotations

from kb.ingest.readers.paragraphs import PlacedLine, ScannedPage, add, laid, margins_of, ordered
from kb.ingest.readers.reading import Block

WIDTH = 600.0  # of the page; lines are 20 high, 26 apart, between 80 and 520


def line(text: str, row: int, left: float = 80, right: float = 520, *, parted: bool = False) -> PlacedLine:
    return PlacedLine(text, (), left, right, 100 + 26 * row, 120 + 26 * row, parted)


def texts(*lines: PlacedLine) -> list[str]:
    return [b.text for b in laid(lines, 1, margins_of([lines], WIDTH)).blocks]


def test_full_lines_go_on_to_the_end_of_the_paragraph() -> None:
    assert texts(line("第一条 党支部每月召开一次支部委员会会议，每", 0, left=120),
                 line("季度召开一次党员大会。", 1, right=300),
                 line("第二条 党支部书记讲党课。", 2, left=120, right=380)) == [
        "第一条 党支部每月召开一次支部委员会会议，每季度召开一次党员大会。", "第二条 党支部书记讲党课。"]


def test_short_lines_stay_apart() -> None:
    assert texts(line("落实三会一课制度", 0, right=260), line("组织主题党日活动", 1, right=260),
                 line("做好党费收缴工作", 2, right=260)) == ["落实三会一课制度", "组织主题党日活动", "做好党费收缴工作"]


def test_line_broken_early_before_closing_signs_is_full() -> None:
    assert texts(line("按照《党费收缴管理办法（修", 0, left=120, right=478),
                 line("订）》执行，并每年公布一次收支，接受党员监", 1), line("督。", 2, right=120)) == [
        "按照《党费收缴管理办法（修订）》执行，并每年公布一次收支，接受党员监督。"]


def test_item_below_whose_number_its_lines_hang_is_one() -> None:
    assert texts(line("1. 每季度召开一次党员大会，讨论接收预备党员", 0),
                 line("和预备党员转正。", 1, left=110, right=300),
                 line("2. 每年开展一次民主评议。", 2, right=330)) == [
        "1. 每季度召开一次党员大会，讨论接收预备党员和预备党员转正。", "2. 每年开展一次民主评议。"]


def test_rows_of_a_table_without_lines_stay_rows() -> None:
    assert texts(line("1 学习 每月一次 查记录", 0, parted=True), line("2 党课 每季一次 查讲稿", 1, parted=True)) == [
        "1 学习 每月一次 查记录", "2 党课 每季一次 查讲稿"]


def test_paragraph_goes_on_over_the_page() -> None:
    first = [line("第一条 党支部每月召开一次", 0, left=120, right=516)]
    second = [line("支部委员会会议。", 0, right=260)]
    margins = margins_of([first, second], WIDTH)
    out: list[Block] = []
    before = laid(first, 1, margins)
    add(out, None, before)
    add(out, before, laid(second, 2, margins))
    assert [(b.text, b.page) for b in out if not hasattr(b, "rows")] == [
        ("第一条 党支部每月召开一次支部委员会会议。", 1)]


def test_cells_on_one_level_are_one_row() -> None:
    page = ScannedPage(1, WIDTH, (line("签发人：", 0, left=80, right=160), line("张三", 0, left=400, right=440)))
    assert texts(*(n for n in ordered(page) if isinstance(n, PlacedLine))) == ["签发人：\t张三"]
