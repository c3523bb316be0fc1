from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.fits import any_role_fits, role_fits, scope_fit
from kb.language.vocabulary import roles, scopes

FAMILY = {r.name: r.family for r in roles()}
NAMES = list(FAMILY)
KINDS = st.lists(st.sampled_from([*(s.name for s in scopes()), "通用"]), max_size=3, unique=True).map(tuple)


@pytest.mark.parametrize(("asked", "bound", "fits"), [
    ("党支部书记", "党支部书记", True),
    ("书记", "党支部书记", True),
    ("党支部书记", "书记", True),
    ("组织委员", "支部委员", True),
    ("支部委员", "组织委员", True),
    ("学校党委", "党委", True),
    ("副书记", "书记", False),
    ("书记", "副书记", False),
    ("组织委员", "宣传委员", False),
    ("党支部书记", "党总支书记", False),
    ("党员", "党支部书记", False),
    ("没有的角色", "书记", False),
    ("没有的角色", "没有的角色", True),
])
def test_whether_a_rule_for_one_role_answers_for_another(asked: str, bound: str, fits: bool) -> None:
    assert role_fits(asked, bound) is fits


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_rule_answers_for_its_own_role_and_never_for_one_of_another_family(asked: str, bound: str) -> None:
    assert role_fits(bound, bound)
    if role_fits(asked, bound):
        assert FAMILY[asked] == FAMILY[bound]


@pytest.mark.parametrize(("asked", "bound", "fits"), [
    (["副书记", "组织委员"], ["党支部书记", "支部委员"], True),
    (["副书记"], ["党支部书记", "支部委员"], False),
    ([], ["党支部书记"], False),
    (["书记"], [], False),
])
def test_one_fitting_role_of_several_is_enough(asked: list[str], bound: list[str], fits: bool) -> None:
    assert any_role_fits(asked, bound) is fits


def test_roles_may_come_from_what_can_be_read_only_once() -> None:
    assert any_role_fits((r for r in ("副书记", "书记")), (r for r in ("宣传委员", "党支部书记")))


@pytest.mark.parametrize(("asked", "bound", "fit"), [
    ((), ("学校",), 0),
    (("高校",), ("高校",), 1),
    (("高校",), ("国企", "高校"), 1),
    (("学校",), ("高校",), 0.5),
    (("高校",), ("学校",), 0.3),
    (("国企",), ("通用",), 0),
    (("国企",), ("学校",), -1),
    (("国企", "学校"), ("高校",), 0.5),
])
def test_how_well_a_rule_for_one_kind_fits_a_question_about_another(asked: tuple[str, ...], bound: tuple[str, ...],
                                                                    fit: float) -> None:
    assert scope_fit(asked, bound) == fit


@given(KINDS, KINDS)
def test_a_rule_fits_best_for_its_own_kinds_and_a_general_one_never_ill(asked: tuple[str, ...],
                                                                       bound: tuple[str, ...]) -> None:
    assert scope_fit(asked, (*bound, "通用")) >= 0
    if asked:
        assert scope_fit(asked, asked) == 1
    assert (scope_fit(asked, bound) == 1) == bool(set(asked) & set(bound))
