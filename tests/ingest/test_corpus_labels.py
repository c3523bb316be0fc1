"""What the clauses of corpus/ inherit: groups and items of forms, roles, whom they bind."""

from __future__ import annotations

import pytest

from kb.store.library import Library
from tests.ingest.corpus_lists import BUREAU, COLLEGE, FORM_1, FORM_2, METHOD, SCHOOL, UNIT, clause, clauses, document

GROUPS_1 = {
    "班子队伍建设": ["班子配备职数", "班子任期", "骨干队伍", "总支书记述职"],
    "党员教育管理": ["发展党员工作", "党员教育培训", "党费收缴管理", "组织关系管理", "党内激励关怀"],
    "党内组织生活": ["“三会一课”", "民主评议党员", "组织生活会", "主题党日活动", "谈心谈话"],
    "发挥作用途径": ["服务中心工作", "加强党内监督", "民主议事机制"],
    "基本工作保障": ["经费保障", "支部活动场地", "党建工作台账"],
}
GROUPS_2 = {
    "班子队伍建设": ["班子配备职数", "班子任期", "骨干队伍", "自身建设", "支部书记述职"],
    "党员教育管理": ["发展党员工作", "党员教育培训", "党费收缴管理", "组织关系管理", "党内激励关怀"],
    "党内组织生活": ["“三会一课”", "民主评议党员", "双重组织生活会", "主题党日活动", "谈心谈话"],
    "发挥作用途径": ["服务中心工作", "加强党内监督"],
    "基本工作保障": ["经费保障", "支部活动场地", "党建工作台账"],
}


@pytest.mark.parametrize(("form", "groups"), [(FORM_1, GROUPS_1), (FORM_2, GROUPS_2)])
def test_form_rows_carry_their_group_and_item(
    corpus_library: Library, form: str, groups: dict[str, list[str]]
) -> None:
    expected = [(form, group, item) for group, items in groups.items() for item in items]
    assert [c.path[1:] for c in clauses(corpus_library, COLLEGE, form)] == expected
    assert {c.path[0] for c in clauses(corpus_library, COLLEGE, form)} == {
        "附件2：《标准化建设考核验收登记表》"
    }


def test_form_row_is_the_words_of_its_cell(corpus_library: Library) -> None:
    row = next(c for c in clauses(corpus_library, COLLEGE, FORM_1) if c.path[-1] == "班子任期")
    assert row.text == "党的总支部委员会每届任期5年。期满按时换届，严格执行基层党组织换届情况定期报告制度。"


@pytest.mark.parametrize(
    ("title", "list_title", "number", "roles", "scope"),
    [
        (BUREAU, "市XX局党支部书记责任清单", "3", ("党支部书记",), ("机关",)),
        (BUREAU, "党组书记抓党建工作责任清单", "12", ("党组书记",), ("机关",)),
        (BUREAU, "机关党委书记推进党建工作责任清单", "17", ("机关党委书记",), ("机关",)),
        (BUREAU, "党组成员和局领导“一岗双责”清单", "2", ("党组成员",), ("机关",)),
        (SCHOOL, "党组织书记抓党建工作任务清单", "5", ("党组织书记",), ("学校",)),
        (SCHOOL, "党组织副书记抓党建工作任务清单", "10", ("党组织副书记",), ("学校",)),
        (SCHOOL, "党组织其他班子成员抓党建工作任务清单", "4", ("班子成员",), ("学校",)),
        (UNIT, "国有企业党支部建设标准", "2", ("党支部",), ("国企",)),
        (UNIT, "国有企业党建重点项目及责任分解", "5", (), ("国企",)),
        (UNIT, "“两新”组织党建重点项目及责任分解", "6", (), ("两新",)),
        (UNIT, "中小学校党建工作重点任务清单", "12", ("党组织",), ("学校",)),
        (UNIT, "市直机关党支部规范化建设参考目录", "19", ("党支部",), ("机关",)),
    ],
)
def test_clauses_inherit_roles_and_scope(
    corpus_library: Library,
    title: str,
    list_title: str,
    number: str,
    roles: tuple[str, ...],
    scope: tuple[str, ...],
) -> None:
    found = clause(corpus_library, title, list_title, number)
    assert (found.roles, found.scope) == (roles, scope)


@pytest.mark.parametrize(
    ("list_title", "scope"),
    [
        ("国有企业党支部建设标准", "国企"),
        ("“两新”组织党支部建设标准", "两新"),
        ("中小学校党建工作重点任务清单", "学校"),
    ],
)
def test_every_clause_of_a_list_has_the_scope_of_the_list(
    corpus_library: Library, list_title: str, scope: str
) -> None:
    assert {c.scope for c in clauses(corpus_library, UNIT, list_title)} == {(scope,)}


def test_list_for_units_binds_offices_and_institutions(corpus_library: Library) -> None:
    found = clauses(corpus_library, UNIT, "机关事业单位党建重点项目及责任分解")
    assert {frozenset(c.scope) for c in found} == {frozenset({"机关", "事业单位"})}


@pytest.mark.parametrize("title", [METHOD, COLLEGE])
def test_college_documents_bind_colleges_throughout(corpus_library: Library, title: str) -> None:
    assert {c.scope for c in clauses(corpus_library, title)} == {("高校",)}


def test_method_binds_the_body_its_heading_names(corpus_library: Library) -> None:
    found = clauses(corpus_library, METHOD)
    assert {c.roles for c in found if c.path[:1] == ("三、学校党委抓党建工作的主要责任",)} == {("学校党委",)}
    assert {c.roles for c in found if c.path[:1] == ("四、党总支（直属党支部）抓党建工作的主要责任",)} == {
        ("党总支",)
    }


def test_catalogue_gives_titles_scopes_and_status(corpus_library: Library) -> None:
    unit = document(corpus_library, UNIT)
    assert (unit.date, unit.status, unit.scope) == ("2019-12-31", "现行", ("通用",))
    assert document(corpus_library, COLLEGE).issuer == "海南经贸职业技术学院"
