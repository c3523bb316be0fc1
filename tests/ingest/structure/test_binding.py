from __future__ import annotations

import pytest

from kb.ingest.structure.binding import clause_scope, document_scope

PLAIN = ("第一条 为管好钥匙，制定本办法。第二条 党组织应当集中学习。"
         "第三条 党组书记由党组织选派，机关、学校、社区都要执行。")


def scope_of(text: str, *, title: str = "钥匙办法", issuer: str | None = None,
             stated: tuple[str, ...] = ()) -> tuple[str, ...]:
    return document_scope(text, title, issuer=issuer, stated=stated, body=0)


def test_a_document_binds_everyone_unless_something_says_otherwise() -> None:
    assert scope_of(PLAIN) == ("通用",)


def test_a_stated_kind_wins_over_every_guess() -> None:
    assert scope_of(PLAIN, title="机关钥匙办法", stated=("通用",)) == ("通用",)
    assert scope_of(PLAIN, title="机关钥匙办法", stated=("农村",)) == ("农村",)


@pytest.mark.parametrize(("named", "kinds"), [
    ({"title": "某某大学钥匙办法"}, ("高校",)),
    ({"issuer": "中共某某县某某局机关委员会"}, ("机关",)),
    ({"text": "第一条 为管好钥匙。第二条 本办法适用于中小学校。"}, ("学校",)),
    ({"text": "第一条 本办法适用于机关、国有企业、农村和社区。"}, ("通用",)),
    ({"text": "第一条 为管好医院的钥匙，制定本办法。第二条 专人保管。"}, ("事业单位",))])
def test_title_issuer_and_text_say_whom(named: dict[str, str], kinds: tuple[str, ...]) -> None:
    assert scope_of(named.get("text", PLAIN), title=named.get("title", "钥匙办法"), issuer=named.get("issuer")) == kinds


def test_a_heading_says_whom_its_clauses_bind() -> None:
    assert clause_scope(("国有企业党支部", "一、学习"), ("通用",)) == ("国企",)
    assert clause_scope(("一、学习",), ("高校",)) == ("高校",)
