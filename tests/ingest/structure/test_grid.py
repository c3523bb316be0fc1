from __future__ import annotations

from kb.ingest.readers.reading import Cell
from kb.ingest.structure.grid import Place, grid


def test_row_without_spans_is_its_cells() -> None:
    assert list(grid([[Cell("班子"), Cell("换届")]])) == [(Place("班子"), Place("换届"))]


def test_cell_over_columns_prints_in_the_first() -> None:
    assert list(grid([[Cell("党费", columns=3), Cell("公示")]])) == [
        (Place("党费", columns=3), Place(), Place(), Place("公示"))
    ]


def test_cell_over_rows_is_known_in_each() -> None:
    assert list(grid([[Cell("班子", rows=3), Cell("换届")], [Cell("分工")], [], [Cell("党费"), Cell("公示")]])) == [
        (Place("班子"), Place("换届")),
        (Place(above="班子"), Place("分工")),
        (Place(above="班子"),),
        (Place("党费"), Place("公示")),
    ]


def test_cell_over_rows_and_columns_is_known_once_a_row() -> None:
    assert list(grid([[Cell("班子", rows=2, columns=2), Cell("换届")], [Cell("分工")]])) == [
        (Place("班子", columns=2), Place(), Place("换届")),
        (Place(above="班子", columns=2), Place(), Place("分工")),
    ]


def test_last_column_reaches_down_as_well() -> None:
    assert list(grid([[Cell("换届"), Cell("5分", rows=2)], [Cell("分工")]]))[1] == (
        Place("分工"),
        Place(above="5分"),
    )


def test_words_of_a_cell_stand_on_one_line() -> None:
    assert list(grid([[Cell(" 换届 \n 选举\t程序\u2028齐全 ")]])) == [(Place("换届选举程序齐全"),)]


def test_table_without_rows_has_no_grid() -> None:
    assert list(grid([])) == []
