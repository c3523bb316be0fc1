"""A replacement, a later edition, and facts stated anew."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import ChangeError
from kb.manage.administration import Desk, describe, put_in_force, repeal, undo
from kb.manage.drafts import Draft, add_draft, checked_entry
from kb.manage.editions import effects, is_later_edition, keeping_old
from kb.manage.intake import ingest
from kb.manage.preview import comparison, preview
from kb.store.library import Library, open_library
from kb.store.register import Actor, audit_page
from kb.store.shelf import Shelf
from kb.types import Document, Repeal
from tests.conftest import HashEmbedder

WANG = Actor("王芳", "10.0.0.8")
OLD = "会议办法\n第一条 会议每月召开1次。\n第二条 记录专人保存。\n第三条 本办法自2020年3月1日起施行。\n"
BETTER = OLD.replace("专人保存", "由专人保存")
LATER = OLD.replace("1次", "2次").replace("2020年3月1日", "2027年1月1日")
OTHER = "述职办法\n第一条 每年述职1次。\n"
DAY = date(2026, 11, 28)


@pytest.fixture
def desk(tmp_path: Path, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch) -> Desk:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "会议.txt").write_text(OLD, encoding="utf-8")
    (corpus / "述职.txt").write_text(OTHER, encoding="utf-8")
    (corpus / "corpus.toml").write_text(
        '[[document]]\nfile = "会议.txt"\nissuer = "星河镇党委"\nscope = ["农村"]\n', encoding="utf-8")
    monkeypatch.setattr("kb.search.index.build.prepare_index", lambda *_: None)
    made = Desk(Settings(data=tmp_path / "data", corpus=corpus), embedder)
    index(made)
    return made


def index(desk: Desk) -> None:
    with closing(opened(desk)) as library:
        ingest(library, [], corpus=desk.settings.corpus, kept=desk.settings.documents)


def opened(desk: Desk) -> Library:
    return open_library(desk.settings.library, today=lambda: DAY)


def documents(desk: Desk) -> dict[str, Document]:
    """By the beginning of what the first clause rules."""
    with closing(opened(desk)) as library:
        return {library.clauses(d.id)[0].text[4:]: d for d in library.documents()}


def held(desk: Desk, title: str = "会议办法") -> Document:
    return next(d for d in documents(desk).values() if d.title == title)


def draft(desk: Desk, text: str, replaces: str | None = None) -> Draft:
    shelf = Shelf(desk.settings.drafts)
    brought = add_draft(shelf, io.BytesIO(text.encode()), name="新.txt", actor=WANG, replaces=replaces)
    with closing(opened(desk)) as library:
        return keeping_old(brought, library)


def test_a_replacement_keeps_what_its_text_does_not_say(desk: Desk) -> None:
    old = held(desk)
    new = put_in_force(desk, WANG, draft(desk, BETTER, old.id))
    assert (new.id, new.issuer, new.scope, new.effective_from) == (old.id, "星河镇党委", ("农村",), "2020-03-01")
    assert len(documents(desk)) == 2


def test_a_later_edition_stands_beside_the_one_that_it_replaces_until_its_day(desk: Desk) -> None:
    old = held(desk)
    new = put_in_force(desk, WANG, draft(desk, LATER, old.id))
    assert new.id != old.id
    shown = documents(desk)
    before, after = shown["会议每月召开1次。"], shown["会议每月召开2次。"]
    assert (before.status, before.effective_to, before.replaced_by) == ("现行", "2026-12-31", new.id)
    assert (after.status, after.replaces, after.issuer) == ("尚未施行", old.id, "星河镇党委")
    index(desk)
    assert documents(desk).keys() == shown.keys()
    with closing(opened(desk)) as library:
        last = audit_page(library, offset=0, limit=1)[0][0]
    undo(desk, WANG, last.id)
    assert (held(desk).effective_to, held(desk).replaced_by) == (None, None)


@pytest.mark.parametrize(("issued", "began", "begins", "later"), [
    (None, "2020-03-01", "2027-01-01", True), (None, "2020-03-01", "2020-03-01", False),
    ("2020", None, "2021-01-01", True), (None, None, "2021-01-01", True), (None, "2020-03-01", None, False)])
def test_what_counts_as_a_later_edition(issued: str | None, began: str | None, begins: str | None, later: bool) -> None:
    bare = Document("x", "办法", "x.txt", "", "", "")
    old = replace(bare, date=issued, effective_from=began)
    assert is_later_edition(replace(bare, date="2030-01-01", effective_from=begins), old) == later


def test_the_preview_says_what_becomes_of_the_others_and_what_changes(desk: Desk) -> None:
    brought = draft(desk, LATER)
    with closing(opened(desk)) as library:
        seen = preview(brought, library.documents(), today=DAY)
        found = comparison(library, brought, seen)
    assert seen.effects == (
        "生效后代替《会议办法》，《会议办法》有效到2026年12月31日；两份都保留，引用时各自标明。",
        "自2027年1月1日起施行：在此之前不用来回答，只作预告。")
    assert not [w for w in seen.warnings if "同时有效" in w]
    assert found is not None and [k for k, _ in found.changes] == ["numbers", "numbers"]


def test_the_preview_of_an_older_one_and_of_one_that_repeals() -> None:
    rules = Document("r", "会议办法（2024年版）", "r.txt", "", "", "", effective_from="2024-01-01")
    old = Document("o", "会议办法（2019年版）", "o.txt", "", "", "")
    assert effects(old, [rules], DAY)[0] == [
        "知识库里已有更新的《会议办法（2024年版）》：这一份作为旧版本保留，不用来回答现在的问题。"]
    ends = Document("e", "述职办法", "e.txt", "", "", "", effective_from="2025-01-01", repeals=(Repeal("会议办法"),))
    assert effects(ends, [rules], DAY) == (
        ["生效后废止《会议办法（2024年版）》，《会议办法（2024年版）》有效到2024年12月31日；两份都保留，引用时各自标明。"],
        "r")
    assert effects(Document("x", "别的", "x.txt", "", "", "", effective_to="2020-12-31"), [rules], DAY) == (
        ["2020年12月31日已到期：只供查阅，不用来回答现在的问题。"], None)


def test_facts_can_be_stated_anew_and_stay_so(desk: Desk) -> None:
    old = held(desk)
    entry = checked_entry(title="会议管理办法", issuer="星河镇", day="2020-02-01", scope=["社区"],
                          effective_to="2030-12-31")
    describe(desk, WANG, old.id, entry)
    for _ in range(2):
        new = held(desk, "会议管理办法")
        assert (new.id, new.issuer, new.date, new.effective_to, new.scope) == (
            old.id, "星河镇", "2020-02-01", "2030-12-31", ("社区",))
        index(desk)
    with closing(opened(desk)) as library:
        row = audit_page(library, offset=0, limit=1)[0][0]
    assert (row.action, row.undoable) == ("修改信息", True)
    undo(desk, WANG, row.id)
    assert held(desk).issuer == "星河镇党委"


def test_a_repealed_one_stays_repealed_when_its_facts_change(desk: Desk) -> None:
    repeal(desk, WANG, held(desk).id)
    describe(desk, WANG, held(desk).id, checked_entry(issuer="星河镇"))
    assert (held(desk).issuer, held(desk).status) == ("星河镇", "已废止")


def test_facts_of_a_file_that_is_gone_cannot_change(desk: Desk) -> None:
    (desk.settings.corpus / "会议.txt").unlink()
    with pytest.raises(ChangeError, match="找不到《会议办法》的原文件"):
        describe(desk, WANG, held(desk).id, checked_entry(issuer="星河镇"))
