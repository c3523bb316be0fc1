from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.checklist.build import checklist
from kb.errors import KBError
from kb.ingest.obligations import obligations
from tests.checklist.samples import ABOVE, DEPUTY, OWN, STANDARD, drawn, item
from tests.ingest.helpers import clauses_of

ALL = (OWN, STANDARD, ABOVE, DEPUTY)


class TestWhose:
    def test_meetings_are_the_branchs_and_what_names_the_secretary_is_his(self) -> None:
        found = drawn(*ALL)
        assert item(found, "支部委员会").who == "branch"
        assert item(found, "每季度至少组织1次党课").who == "branch"
        assert item(found, "党支部书记每年").who == "own"
        assert item(found, "向机关党委汇报").who == "own"

    def test_a_list_above_binds_whom_it_names(self) -> None:
        found = drawn(ABOVE)
        assert [(i.quote, i.who) for i in found.items] == [
            ("党支部书记不少于56学时", "own"), ("党员每年集中学习不少于32学时", "branch")]

    def test_another_roles_list_is_left_out(self) -> None:
        assert drawn(DEPUTY).items == ()
        assert not any("副书记" in i.quote for i in drawn(*ALL).items)

    def test_a_secretary_above_has_his_own_list_and_not_the_branchs(self) -> None:
        found = drawn(*ALL, role="机关党委书记")
        assert {i.citation.split("》")[0] for i in found.items} == {"《清水县水利局机关党委书记责任清单"}
        assert item(found, "述职评议").due == (date(2026, 12, 31),)
        assert not any("副书记" in i.quote for i in found.items)

    def test_another_kind_of_organisation_is_bound_by_none_of_it(self) -> None:
        assert drawn(*ALL, scope="学校").items == ()


class TestItems:
    def test_every_quote_is_its_clauses_words(self) -> None:
        found = drawn(*ALL)
        assert all(len(i.quote) == i.end - i.start > 0 for i in found.items)

    def test_a_quote_that_is_not_there_is_refused(self) -> None:
        (c,) = clauses_of("党支部书记责任清单\n1.每年上2次党课。\n", title="党支部书记责任清单", scope=("机关",))
        wrong = tuple(replace(o, quote="每年上3次党课") for o in obligations(c))
        with pytest.raises(KBError, match="与条款原文不一致"):
            checklist([c], {c.id: wrong}, {"d": "清单"}, role="党支部书记", scope="机关", year=2026)

    def test_a_duty_said_twice_is_one_item_of_the_nearer_list(self) -> None:
        found = drawn(STANDARD, OWN)
        (meeting,) = [i for i in found.items if i.must and "支部委员会" in i.quote]
        assert meeting.citation == "《清水县水利局党支部书记责任清单》第1条".replace("》第", "》 第")
        assert meeting.also == ("《清水县水利局党支部建设标准》 第1条",)

    def test_what_is_ruled_differently_bears_one_label_and_one_is_to_follow(self) -> None:
        found = drawn(*ALL)
        lessons = [i for i in found.items if i.conflict == "党课"]
        assert [(i.period, i.stricter) for i in lessons] == [("每季度", True), ("每半年", False)]
        hours = [i for i in found.items if i.conflict == "学时"]
        assert [(i.count, i.stricter) for i in hours] == [(24, False), (32, True)]
        assert item(found, "党支部书记每年").conflict is None

    def test_days_papers_and_rhythm(self) -> None:
        found = drawn(*ALL)
        dues = item(found, "公示党费")
        assert (dues.rhythm, dues.due, dues.record) == (
            "有期限", (date(2026, 6, 30), date(2026, 12, 31)), ("公示", "台账"))
        assert item(found, "支部委员会").record == ("会议记录",)
        assert [i.action for i in found.items if i.rhythm == "经常"] == ["定期与党员谈心谈话"]

    def test_general_duties_are_the_clauses_of_his_list_whole(self) -> None:
        general = [i for i in drawn(*ALL).items if not i.must and i.rhythm is None]
        assert [i.quote[:2] for i in general if i.who == "own"] == ["1.", "2.", "3."]
        assert [i.quote for i in general if i.who == "branch"] == ["4.党员活动室布置规范。"]

    def test_ids_outlive_other_documents_and_tell_all_items_apart(self) -> None:
        one, more = drawn(OWN), drawn(STANDARD, ABOVE, OWN)
        assert len({i.id for i in more.items}) == len(more.items)
        assert {i.id for i in one.items} <= {i.id for i in more.items} | {i.id for i in one.items if i.also}
        assert [i.id for i in one.items] == [i.id for i in drawn(OWN, year=2027).items]

    def test_the_same_document_twice_says_nothing_twice_but_keeps_ids_apart(self) -> None:
        twice = drawn(OWN, OWN)
        assert len({i.id for i in twice.items}) == len(twice.items)
        assert len([i for i in twice.items if i.must]) == len([i for i in drawn(OWN).items if i.must])
