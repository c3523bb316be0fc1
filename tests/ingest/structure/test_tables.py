from __future__ import annotations

from kb.ingest.readers.reading import Block, Cell, Paragraph, Table
from kb.ingest.structure.canonical import canonical
from kb.ingest.structure.lines import split_lines
from kb.ingest.structure.tables import RowRule, find_tables, row_rules

ACROSS = (
    "项目\t小项\t具体标准\n班子建设\t换届\t任期届满按时换届，报告、批复等材料齐全。\n"
    "\t分工\t委员分工明确，每半年至少研究1次党建工作。\n党费管理\t公示\t按月足额收缴党费，每年至少公示1次收缴情况。"
)

DOWN = (
    "\t项目\n\t具体标准\n\t自评\n\n\t班子建设\n\t班子\n配备\n\t党支部一般设委员3人，设书记1人，任期三年。\n\t\n\t\n\n"
    "\t\n\t任期\n\t期满按时换届，严格执行换届情况定期报告制度。\n\t\n\t\n\n\t验收结果\n\t\n"
)


def rules_of(text: str, group_of: dict[str, str] | None = None) -> list[RowRule]:
    known = {} if group_of is None else group_of
    return [rule for table in find_tables(split_lines(text)) for rule in row_rules(table, known)]


def words(text: str, rules: list[RowRule]) -> list[str]:
    return [text[r.start : r.end] for r in rules]


def test_rows_across_rule_one_each_with_merged_cell_filled_in() -> None:
    rules = rules_of(ACROSS)
    assert [r.labels for r in rules] == [("班子建设", "换届"), ("班子建设", "分工"), ("党费管理", "公示")]
    assert words(ACROSS, rules)[1] == "委员分工明确，每半年至少研究1次党建工作。"


def test_label_spans_are_the_printed_labels() -> None:
    second = rules_of(ACROSS)[1]
    assert [ACROSS[start:end] for start, end in second.label_spans] == ["分工"]


def test_cells_behind_tabs_on_lines_of_their_own_are_rows() -> None:
    rules = rules_of(DOWN)
    assert [r.labels for r in rules] == [("班子建设", "班子配备"), ("班子建设", "任期")]
    assert words(DOWN, rules)[0] == "党支部一般设委员3人，设书记1人，任期三年。"


def test_row_to_fill_in_gives_no_rule() -> None:
    assert not any("验收结果" in w for w in words(DOWN, rules_of(DOWN)))


def test_second_form_takes_groups_from_the_first() -> None:
    group_of: dict[str, str] = {}
    rules_of(ACROSS, group_of)
    second = (
        "项目\t小项\t具体标准\n\t公示\t支部每半年公示1次党费收缴情况，接受监督。\n"
        "班子建设\t换届\t支部任期届满按时换届，材料齐全。"
    )
    assert rules_of(second, group_of)[0].labels == ("党费管理", "公示")


def test_serial_number_is_the_number_of_the_row() -> None:
    text = (
        "序号\t项目\t标准\n1\t班子\t党支部一般设委员三人，设书记一人，任期三年。\n"
        "2\t党费\t按月足额交纳党费，每年公示一次收缴情况。"
    )
    assert [(r.number, r.labels) for r in rules_of(text)] == [("1", ("班子",)), ("2", ("党费",))]


def test_single_line_with_a_tab_is_no_table() -> None:
    assert find_tables(split_lines("党支部书记责任清单\t2\n1.每月召开会议。")) == []


def test_skipped_lines_belong_to_no_table() -> None:
    assert find_tables(split_lines(ACROSS), {0, 1, 2, 3}) == []


def test_cells_that_are_all_merged_downwards_head_the_row_below() -> None:
    text = (
        "项目\t小项\t标准\n班子\t换届\t任期届满按时换届，报告、批复等材料齐全。\n"
        "\t\t换届选举程序规范，会议记录完整，资料归档。"
    )
    assert [r.labels for r in rules_of(text)] == [("班子", "换届"), ("班子", "换届")]


HEADER = (Cell("项目"), Cell("小项"), Cell("标准"))
SHIFT = Cell("任期届满按时换届，报告、批复等材料齐全。")
SHARE = Cell("委员分工明确，每半年至少研究1次党建工作。")
FEES = Cell("按月足额收缴党费，每年至少公示1次收缴情况。")


def marked_rules(*blocks: Block) -> tuple[str, list[RowRule]]:
    text = canonical(blocks)
    tables = find_tables(split_lines(text.text), marked=text.tables)
    return text.text, [rule for table in tables for rule in row_rules(table, {})]


def test_cells_of_a_marked_table_are_labels_as_far_as_they_reach() -> None:
    text, rules = marked_rules(
        Table(
            (
                HEADER,
                (Cell("班子", rows=2), Cell("换届"), SHIFT),
                (Cell("分工"), SHARE),
                (Cell(""), Cell("党费", rows=2), FEES),
                (Cell("支部"), SHIFT),
            )
        )
    )
    assert [r.labels for r in rules] == [("班子", "换届"), ("班子", "分工"), ("党费",), ("支部", "党费")]
    assert words(text, rules) == [SHIFT.text, SHARE.text, FEES.text, SHIFT.text]
    assert [text[start:end] for start, end in rules[1].label_spans] == ["分工"]


def test_serial_number_merged_downwards_numbers_each_row() -> None:
    _, rules = marked_rules(
        Table((HEADER, (Cell("1", rows=2), Cell("换届"), SHIFT), (Cell("分工"), SHARE)))
    )
    assert [r.number for r in rules] == ["1", "1"]


def test_row_that_only_its_first_column_fills_parts_a_marked_table_but_not_its_labels() -> None:
    rows = (
        HEADER,
        (Cell("班子"), Cell("换届"), SHIFT),
        (Cell("党费", rows=3), Cell(""), Cell("")),
        (Cell("收缴"), FEES),
        (Cell("使用"), SHARE),
    )
    text, rules = marked_rules(Table(rows))
    assert [r.labels for r in rules] == [("班子", "换届"), ("党费", "收缴"), ("党费", "使用")]


def test_marked_tables_side_by_side_are_two() -> None:
    table = Table((HEADER, (Cell("班子"), Cell("换届"), SHIFT), (Cell("党费"), Cell("公示"), FEES)))
    _, rules = marked_rules(table, table)
    assert [r.labels for r in rules] == [("班子", "换届"), ("党费", "公示")] * 2


def test_marked_table_of_one_row_is_text_in_columns() -> None:
    assert marked_rules(Paragraph("如下："), Table(((Cell("班子"), Cell("换届"), SHIFT),)))[1] == []


def test_rows_of_a_marked_table_are_no_cells_on_lines_of_their_own() -> None:
    row = (Cell(""), Cell("换届"), SHIFT)
    blank = Paragraph("")
    assert marked_rules(Table((row,)), blank, Table((row,)), blank, Table((row,)))[1] == []


def test_an_article_in_a_column_of_its_own_numbers_the_row() -> None:
    text, rules = marked_rules(Table(((Cell("第一条"), Cell("为规范考勤，制定本制度。")),
                                      (Cell("第二条"), Cell("员工每天签到2次，迟到30分钟以内扣20元。")))))
    assert [(r.number, r.labels) for r in rules] == [("第一条", ()), ("第二条", ())]
    assert words(text, rules) == ["为规范考勤，制定本制度。", "员工每天签到2次，迟到30分钟以内扣20元。"]


def test_questions_and_answers_are_headings_of_two_columns() -> None:
    _, rules = marked_rules(Table(((Cell("问题"), Cell("答复")), (Cell("预备期多长"), Cell("一年。")))))
    assert len(rules) == 1
