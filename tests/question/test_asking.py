from __future__ import annotations

import pytest

from kb.question.asking import (
    AskedUnit,
    Kind,
    asked_unit,
    asked_units,
    asking_clause,
    asking_pattern,
    asks_number,
    content,
    facts_asked,
    kind_of,
    pattern,
    quantities_stated,
    scopes_asked,
    term_ending,
)


@pytest.mark.parametrize(("question", "stated"), [
    ("一个月到手四千五，党费交多少", [(1.0, "个月"), (4500.0, "元")]),
    ("养老金4800和6200的怎么交", [(4800.0, "元"), (6200.0, "元")]),
    ("2021年的奖金怎么发", [(2021.0, "年")]), ("工资三千多", []),
    ("支部有4800人吗", [(4800.0, "人")]), ("编号4800的文件", []),
])
def test_a_bare_number_is_a_sum_where_money_is_spoken_of(question: str, stated: list[tuple[float, str]]) -> None:
    assert [(m.count, m.unit) for m in quantities_stated(question)] == stated


@pytest.mark.parametrize(("question", "kind"), [
    ("党支部书记每年至少上几次党课", "count"),
    ("党费多久公示一次?", "count"),
    ("党员每年要学多少学时", "count"),
    ("党总支每届任期几年", "count"),
    ("支委会的任期", "count"),
    ("党课和党费有什么区别", "compare"),
    ("支部大会要不要每月开", "yesno"),
    ("预备党员可以参加表决吗?", "yesno"),
    ("什么是三会一课", "definition"),
    ("“三会一课”指什么", "definition"),
    ("谁负责党费收缴", "who"),
    ("典型案例由哪个部门报送", "who"),
    ("书记有哪些职责", "list"),
    ("民主评议什么时候开展", "when"),
    ("主题党日怎么开展", "what"),
    ("今天天气", "what"),
    ("", "what"),
])
def test_kind_of_question(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize("question", [
    "书记要做什么", "支部标准化建设大比武要做什么", "党建指导员平时干什么?", "谈心谈话要谈些什么"])
def test_asking_what_is_no_yes_or_no_question(question: str) -> None:
    assert kind_of(question) != "yesno"


@pytest.mark.parametrize(("question", "kind"), [
    ("党支部书记每年要上4次党课对吗", "yesno"),
    ("一年开三次支部大会够吗", "yesno"),
    ("支委会是不是每月开", "yesno"),
    ("支委会每月是不是开几次", "count"),
    ("谁负责党费收缴对吗", "who"),
    ("谁每年收党费对吗", "yesno"),
])
def test_a_stated_figure_with_words_that_ask_for_assent_is_to_be_confirmed(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(("question", "number"), [
    ("党支部书记每年上几次党课", True), ("党费多久交一次", True), ("党员活动室要多少平方米", True),
    ("支委会的任期", True), ("谁负责党费收缴", False), ("主题党日怎么开展", False), ("什么是三会一课", False),
    ("哪几项工作", False),
])
def test_whether_a_number_is_asked_for(question: str, number: bool) -> None:
    assert asks_number(question) is number


@pytest.mark.parametrize(("text", "asks"), [
    ("多久一次", True), ("由谁负责", True), ("有哪些", True), ("什么时候交", True), ("要公示吗", True),
    ("党费收缴", False), ("学校的", False), ("", False),
])
def test_words_that_ask(text: str, asks: bool) -> None:
    assert bool(asking_pattern().search(text)) is asks


def test_the_name_of_a_quantity_makes_a_clause_ask_though_it_is_no_asking_word() -> None:
    assert asking_clause().search("支委会的任期")
    assert not asking_pattern().search("支委会的任期")
    assert not asking_clause().search("我刚到这个岗位")


@pytest.mark.parametrize(("question", "left"), [
    ("党支部书记每年至少上几次党课", ["党支部书记", "上", "党课"]),
    ("党费多久公示一次", ["党费", "公示"]),
    ("由谁负责党费收缴", ["由", "负责党费收缴"]),
    ("四个意识包括哪些", ["四个意识"]),
    ("多少", []),
    ("", []),
])
def test_what_a_question_is_about_without_the_words_that_ask(question: str, left: list[str]) -> None:
    assert content(question).split() == left


TIMES = frozenset({"次", "场", "期", "课", "节", "堂"})
DAYS = frozenset({"天", "日", "工作日"})


@pytest.mark.parametrize(("question", "unit"), [
    ("党费多久公示一次", AskedUnit(frozenset(), True, False)),
    ("每年上几次党课", AskedUnit(TIMES, True, False)),
    ("由几人组成", AskedUnit(frozenset({"人", "名", "位", "党员", "人次"}), False, False)),
    ("每届任期几年", AskedUnit(frozenset({"年"}), True, False)),
    ("工作经费的比例", AskedUnit(frozenset({"%", "‰", ":1", "分"}), False, False)),
    ("几天内报送", AskedUnit(DAYS, False, True)),
    ("什么时候述职", AskedUnit(DAYS, True, True)),
    ("联系几户群众", AskedUnit(frozenset({"户"}), False, False)),
    ("写多少份报告", AskedUnit(frozenset({"份"}), False, False)),
    ("谁负责党费收缴", None),
    ("慰问了好几户群众", None),
    ("", None),
])
def test_the_kind_of_quantity_asked_for(question: str, unit: AskedUnit | None) -> None:
    assert asked_unit(question) == unit


@pytest.mark.parametrize(("question", "units"), [
    ("轮训班几年参加一次，每次几天", [AskedUnit(frozenset(), True, False), AskedUnit(DAYS, False, True)]),
    ("每年几次、走访几户", [AskedUnit(TIMES, True, False), AskedUnit(frozenset({"户"}), False, False)]),
    ("党课上几次，党费公示几次", [AskedUnit(TIMES, True, False)]),
    ("党费怎么收", []),
])
def test_every_kind_of_quantity_in_its_order_once(question: str, units: list[AskedUnit]) -> None:
    assert asked_units(question) == tuple(units)


@pytest.mark.parametrize(("question", "names"), [
    ("党课要讲多长时间", ["时长"]), ("慰问金每人多少钱", ["金额"]), ("表格交到哪里", ["地点"]),
    ("由谁签字", ["人或部门"]), ("无故缺席怎么处理", ["后果"]), ("心得体会写多少字", ["字数"]),
    ("党课讲多长时间，在哪里讲", ["地点", "时长"]),
    ("党课多长时间一次", []), ("党员大会怎么开", []),
])
def test_the_kinds_of_fact_asked_for(question: str, names: list[str]) -> None:
    assert [f.name for f in facts_asked(question)] == names


@pytest.mark.parametrize(("question", "scopes"), [
    ("国企支部几个人", ("国企",)),
    ("我们公司要建支部吗", ("国企",)),
    ("大学里怎么开展", ("高校",)),
    ("小学怎么开展", ("学校",)),
    ("高校和国企", ("高校", "国企")),
    ("学院和学校", ("高校",)),
    ("民企", ("两新",)),
    ("党费怎么交", ()),
    ("", ()),
])
def test_kinds_of_organisation_the_narrower_hiding_the_wider(question: str, scopes: tuple[str, ...]) -> None:
    assert scopes_asked(question) == scopes


@pytest.mark.parametrize(("name", "question", "found"), [
    ("recipient", "党员异动信息报给谁", True), ("recipient", "由谁负责", False),
    ("passes_on", "向上级党委报告", True), ("passes_on", "每月开会", False),
    ("loosely", "那边咋弄", True), ("loosely", "党费收缴", False),
    ("in_part", "每次几天", True), ("in_part", "好几天", False),
])
def test_patterns_by_name(name: str, question: str, found: bool) -> None:
    assert bool(pattern(name).search(question)) is found


@pytest.mark.parametrize(("term", "short"), [
    ("双带头人工程", "双带头人"), ("三会一课制度", "三会一课"), ("四必谈", "四必谈")])
def test_what_may_be_left_out_at_the_end_of_a_term(term: str, short: str) -> None:
    assert term_ending().sub("", term) == short


def test_of_several_quantities_the_one_named_last_is_asked_for() -> None:
    unit = asked_unit("群众代表占参会人数的比例")
    assert unit is not None
    assert "%" in unit.units
