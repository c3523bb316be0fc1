from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.names import find_names, name_fits, name_of, names_in, of_kind


def only(text: str) -> str:
    (words,) = names_in(text)
    return words


@pytest.mark.parametrize(("asked", "held"), [
    ("支部书记", "党支部书记"), ("书记", "党支部书记"), ("党员", "正式党员"), ("支部党员大会", "党员大会"),
    ("支委会", "支部委员会"),
])
def test_a_name_is_covered_by_its_longer_form(asked: str, held: str) -> None:
    assert name_fits(only(asked), only(held))


@pytest.mark.parametrize(("asked", "held"), [
    ("团支部书记", "党支部书记"), ("工会主席", "党支部书记"), ("县委书记", "党支部书记"), ("党总支", "党支部"),
    ("预备党员", "正式党员"), ("流动党员", "离退休党员"), ("副书记", "书记"),
])
def test_another_head_or_a_modifier_at_odds_is_another_name(asked: str, held: str) -> None:
    assert not name_fits(only(asked), only(held))


def test_what_only_looks_like_a_name_is_none() -> None:
    assert names_in("加班费要不要在主席台上发") == ()


def test_names_within_longer_ones_are_found_on_demand() -> None:
    assert [w for w, _, _ in find_names("党支部书记")] == ["党 支部 书记"]
    assert "党 支部" in [w for w, _, _ in find_names("党支部书记", nested=True)]


def test_names_of_a_kind() -> None:
    found = names_in("党支部书记每月召开党员大会")
    assert of_kind(found, "职务") == ("党 支部 书记",)
    assert [name_of(w).kind for w in of_kind(found, "会议")] == ["会议"]


def test_words_that_are_no_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="天气"):
        name_of("天气")


@given(st.text(alphabet="党团支部总书记副委员工会主席县预备正式员大会的和、，每年上课", max_size=30))
def test_names_lie_in_the_text_in_order_and_fit_themselves(text: str) -> None:
    found = find_names(text)
    assert all(0 <= s < e <= len(text) for _, s, e in found)
    assert [s for _, s, _ in found] == sorted(s for _, s, _ in found)
    assert all(name_fits(w, w) for w, _, _ in found if not name_of(w).general)
