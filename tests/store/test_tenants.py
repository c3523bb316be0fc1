"""On a server every row is one tenant's or common to all, and the server keeps tenants apart by itself."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.config import Server, Settings
from kb.errors import BusyError, ChangeError, LibraryError, UnguardedError
from kb.manage.intake import take_in
from kb.manage.publish import publishing
from kb.manage.tenants import add_tenant, change_tenant, remove_tenant
from kb.search.engine import index_of, recall_of
from kb.search.recall import Filters
from kb.store.journal import Feedback, Journal
from kb.store.kept_secrets import ADMIN, READING, SESSION, Secrets
from kb.store.library import Library, open_library
from kb.store.lock import writer_lock
from kb.store.migrations import SCHEMA_VERSION
from kb.store.row_security import INDEX, OWN, SHARED
from tests import postgres
from tests.conftest import HashEmbedder
from tests.tenancy import as_role, marker, rules

EMBEDDER = HashEmbedder()


@dataclass(frozen=True, slots=True)
class Kept:
    """A database with a common document and those of two tenants; `service` is the address for the role that is kept
    to one of them, `owner` that of whoever owns the tables.
    """

    owner: str
    service: str
    folder: Path

    def place(self, tenant: str = "") -> Server:
        return Server(self.service, tenant)

    def settings(self, tenant: str = "") -> Settings:
        return Settings(data=self.folder, corpus=self.folder, database_url=self.service, tenant=tenant)


def put(place: Server, *files: Path) -> None:
    with closing(open_library(place)) as library:
        intake = take_in(library, files)
        assert [r.status for r in intake.results] == ["added"] * len(files)
        with publishing(Path("unused"), library, EMBEDDER) as writer:
            intake.apply(writer)


@pytest.fixture(scope="module")
def kept(postgres_url: str, service_role: str, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("tenants")
    for code in ("", "jia", "yi"):
        (folder / f"{code}制度.txt").write_text(rules(code), encoding="utf-8")
    put(Server(postgres_url), folder / "制度.txt")
    owner = Settings(data=folder, corpus=folder, database_url=postgres_url)
    with pytest.raises(ChangeError, match="--role"):
        add_tenant(owner, "jia", "甲单位", ["jia.example"])
    add_tenant(owner, "jia", "甲单位", ["jia.example"], role=service_role)
    add_tenant(owner, "yi", "乙单位", ["yi.example"])
    made = Kept(postgres_url, as_role(postgres_url, service_role), folder)
    for code in ("jia", "yi"):
        put(made.place(code), folder / f"{code}制度.txt")
        with closing(open_library(made.place(code))) as library, closing(Journal(library)) as journal:
            journal.feedback(Feedback(f"问题{marker(code)}", "answer"))
    return made


def titles(library: Library) -> set[str]:
    return {title for title, _ in library.titles().values()}


def test_a_tenant_has_what_is_common_and_its_own(kept: Kept) -> None:
    seen = {}
    for code in ("", "jia", "yi"):
        with closing(open_library(kept.place(code))) as library:
            seen[code] = titles(library)
            assert index_of(library, kept.folder).fault(library) is None
            assert library.is_sound()
    assert seen[""] == {"各单位共用的饲养制度"}
    assert seen["jia"] == {"各单位共用的饲养制度", f"{marker('jia')}饲养制度"}
    assert seen["yi"] == {"各单位共用的饲养制度", f"{marker('yi')}饲养制度"}


def test_how_rare_a_word_is_tells_nothing_of_anothers(kept: Kept) -> None:
    with closing(open_library(kept.place("jia"))) as library:
        recall = recall_of(index_of(library, kept.folder).opened(library.revision()), attached=True, translation=None)
        assert recall.size == len(library.clauses()) == 4
        assert recall.knows_word("骆驼") and not recall.knows_word("鲸鱼")
        assert recall.knows_pair("骆驼") and not recall.knows_pair("鲸鱼")
        own = {c.id for c in library.clauses()}
        near = recall.by_meaning(EMBEDDER.embed_query("鲸鱼饲养"), k=50)
        assert {h.clause_id for h in near} == own
        assert recall.admits(next(iter(own)), Filters())


def test_what_is_common_changes_for_all_in_one_moment(kept: Kept, tmp_path: Path) -> None:
    more = tmp_path / "更多.txt"
    more.write_text("各单位共用的第二份制度\n\n1.党支部每年组织1次企鹅观察。\n", encoding="utf-8")
    put(kept.place(), more)
    for code in ("", "jia", "yi"):
        with closing(open_library(kept.place(code))) as library:
            assert "各单位共用的第二份制度" in titles(library)
            assert index_of(library, kept.folder).fault(library) is None
    with closing(open_library(kept.place())) as library, publishing(kept.folder, library, EMBEDDER) as writer:
        (source,) = (s for s, (where, _) in library.locations().items() if where == str(more))
        writer.withdraw(source)


def tables(c: Any) -> list[str]:
    rows = c.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    return [r[0] for r in rows.fetchall()]


def test_every_table_is_guarded_or_holds_nothing_of_anybodys(kept: Kept) -> None:
    with postgres.connected(kept.owner) as c:
        assert set(tables(c)) == {*SHARED, *OWN, *INDEX, "tenants", "alembic_version", "index_words"}
        forced = c.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity").fetchall()
    assert {r[0] for r in forced} == {*SHARED, *OWN, *INDEX}


settings_of_transactions = st.one_of(st.sampled_from(("jia", "yi", "", "JIA", "jia ", "%", "jia' OR true --")),
                                     st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8))


@settings(max_examples=10)
@given(tenant=settings_of_transactions)
def test_the_servers_own_answer_to_direct_sql(kept: Kept, tenant: str) -> None:
    """Whatever a transaction says it is, it reads what is common and that tenant's own, and writes only the latter."""
    others = "tenant <> current_setting('kb.tenant') AND tenant IN ('', 'jia', 'yi')"
    with psycopg.connect(kept.service.replace("+psycopg", "")) as c:
        c.execute("SELECT set_config('kb.tenant', %s, true)", (tenant,))
        for table in (*SHARED, *OWN, *INDEX):
            whose = {r[0] for r in c.execute(f"SELECT DISTINCT tenant FROM {table}").fetchall()}
            assert whose <= ({"", tenant} if table in SHARED else {tenant}), table
            with c.transaction(force_rollback=True):
                assert c.execute(f"DELETE FROM {table} WHERE {others}").rowcount == 0, table
                assert c.execute(f"UPDATE {table} SET tenant = tenant WHERE {others}").rowcount == 0, table
        for other in {"", "jia", "yi"} - {tenant}:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), c.transaction():
                c.execute("INSERT INTO facts (key, value, tenant) VALUES ('x', 'y', %s)", (other,))
        c.rollback()


def test_without_a_tenant_nothing_of_a_tenants_is_seen(kept: Kept) -> None:
    with psycopg.connect(kept.service.replace("+psycopg", ""), autocommit=True) as c:
        for table in (*SHARED, *OWN, *INDEX):
            assert {r[0] for r in c.execute(f"SELECT DISTINCT tenant FROM {table}").fetchall()} <= {""}, table


def test_the_service_can_neither_open_the_guard_nor_change_the_list_of_tenants(kept: Kept) -> None:
    with psycopg.connect(kept.service.replace("+psycopg", ""), autocommit=True) as c:
        for statement in ("ALTER TABLE feedback NO FORCE ROW LEVEL SECURITY", "DROP POLICY reading ON feedback",
                          "INSERT INTO tenants VALUES ('bing', '丙', '[]', '', '')", "DELETE FROM tenants",
                          "TRUNCATE feedback", "SET ROLE postgres", "SET row_security = off; SELECT * FROM feedback"):
            with pytest.raises(psycopg.errors.Error):
                c.execute(statement)
    with pytest.raises(ChangeError, match="所有者"):
        add_tenant(kept.settings(), "bing", "丙单位", ["bing.example"])


def test_a_role_that_could_bypass_the_guard_is_refused(kept: Kept) -> None:
    with pytest.raises(UnguardedError, match="不受行级安全约束"):
        open_library(Server(kept.owner))
    with pytest.raises(UnguardedError):
        open_library(Server(kept.owner, "jia"))
    with postgres.connected(kept.owner) as c:
        c.execute("ALTER TABLE feedback NO FORCE ROW LEVEL SECURITY")
        try:
            with pytest.raises(UnguardedError, match="feedback"):
                open_library(kept.place("jia"))
        finally:
            c.execute("ALTER TABLE feedback FORCE ROW LEVEL SECURITY")
    with pytest.raises(ChangeError, match="不受行级安全约束"):
        add_tenant(Settings(data=kept.folder, corpus=kept.folder, database_url=kept.owner), "bing", "丙单位",
                   ["bing.example"], role="postgres")


def test_an_unknown_tenant_is_none(kept: Kept) -> None:
    with pytest.raises(LibraryError, match="没有这个单位：bing"):
        open_library(kept.place("bing"))


def test_a_tenant_cannot_change_what_is_common(kept: Kept) -> None:
    with closing(open_library(kept.place())) as library:
        (common,) = library.documents()
        before = library.revision()
    with closing(open_library(kept.place("jia"))) as library:
        with pytest.raises(ChangeError, match="各单位共用"):
            library.require_own(common.id)
        assert common.source not in library.locations()
    with closing(open_library(kept.place())) as library:
        assert library.revision() == before


def test_secrets_are_each_ones_own_and_the_same_on_every_server(kept: Kept, tmp_path: Path) -> None:
    keys = {}
    for code in ("", "jia", "yi"):
        with closing(open_library(kept.place(code))) as one, closing(open_library(kept.place(code))) as other:
            keys[code] = Secrets(one.database, tmp_path / "一").made(SESSION)
            assert Secrets(other.database, tmp_path / "二").made(SESSION) == keys[code]
    assert len(set(keys.values())) == 3
    changed = change_tenant(Settings(data=kept.folder, corpus=kept.folder, database_url=kept.owner), "yi", tokens=True)
    with closing(open_library(kept.place("yi"))) as library:
        secrets = Secrets(library.database, tmp_path)
        assert secrets.get(READING) == changed.reading
        assert (secrets.get(ADMIN) or "").startswith("$argon2")


def test_one_tenant_waits_for_no_other_but_for_what_is_common(kept: Kept) -> None:
    with writer_lock(kept.place("jia")), writer_lock(kept.place("yi")):
        for place in (kept.place("jia"), kept.place()):
            with pytest.raises(BusyError), writer_lock(place):
                pass
    with writer_lock(kept.place()), pytest.raises(BusyError), writer_lock(kept.place("jia")):
        pass
    with (closing(open_library(kept.place("jia"))) as one, closing(open_library(kept.place("yi"))) as other,
          closing(open_library(kept.place())) as common, one.database.writing(), other.database.writing(),
          common.database.writing()):
        pass


def test_an_installation_of_before_stays_as_it_was(postgres_server: str, tmp_path: Path) -> None:
    """Its tables get a column that says all is common; nothing is guarded, and nothing reads otherwise."""
    url = postgres.new_database(postgres_server, "kb_before")
    (tmp_path / "制度.txt").write_text(rules(""), encoding="utf-8")
    put(Server(url), tmp_path / "制度.txt")
    with closing(open_library(Server(url))) as library:
        revision, clauses = library.revision(), library.clauses()
    with postgres.connected(url) as c:
        _take_back(c)
    with closing(open_library(Server(url))) as library:
        assert (library.revision(), library.clauses()) == (revision, clauses)
        assert library.is_sound()
        assert index_of(library, tmp_path).fault(library) is None
        with publishing(tmp_path, library, EMBEDDER, anew=True):
            pass
        assert index_of(library, tmp_path).fault(library) is None
    with postgres.connected(url) as c:
        for table in (*SHARED, *OWN, *INDEX):
            assert {r[0] for r in c.execute(f"SELECT DISTINCT tenant FROM {table}").fetchall()} <= {""}
        assert c.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_VERSION,)
        assert not c.execute("SELECT 1 FROM pg_class WHERE relrowsecurity").fetchall()
    postgres.drop_database(postgres_server, "kb_before")


def test_a_tenant_that_is_removed_leaves_nothing(kept: Kept) -> None:
    remove_tenant(Settings(data=kept.folder, corpus=kept.folder, database_url=kept.owner), "jia")
    with postgres.connected(kept.owner) as c:
        for table in (*SHARED, *OWN, *INDEX):
            assert "jia" not in {r[0] for r in c.execute(f"SELECT DISTINCT tenant FROM {table}").fetchall()}, table
        assert marker("yi") in str(c.execute("SELECT title FROM versions").fetchall())
    with pytest.raises(LibraryError, match="没有这个单位：jia"):
        open_library(kept.place("jia"))


def _take_back(c: Any) -> None:
    """Makes of the tables what the program before this one had made."""
    for table in (*SHARED, *OWN, *INDEX):
        for policy in ("reading", "adding", "changing", "removing"):
            c.execute(f"DROP POLICY {policy} ON {table}")
        if table not in ("secrets", "kept_files"):
            c.execute(f"ALTER TABLE {table} DROP COLUMN tenant CASCADE")
    c.execute("DROP TABLE tenants, secrets, kept_files")
    for table, name, kind in (
            ("facts", "pk_facts", "PRIMARY KEY (key)"), ("unanswered", "uq_unanswered_question", "UNIQUE (question)"),
            ("pinned", "uq_pinned_question", "UNIQUE (question)"),
            ("attached_by_hand", "uq_attached_by_hand_clause_id", "UNIQUE (clause_id, question)"),
            ("index_generations", "index_generations_pkey", "PRIMARY KEY (generation)"),
            ("index_clauses", "index_clauses_pkey", "PRIMARY KEY (no)"),
            ("index_units", "index_units_pkey", "PRIMARY KEY (no)")):
        c.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {kind}")
    c.execute("CREATE UNIQUE INDEX uq_api_keys_name_holding ON api_keys (name) WHERE withdrawn_at IS NULL")
    c.execute("UPDATE alembic_version SET version_num = '0011'")
