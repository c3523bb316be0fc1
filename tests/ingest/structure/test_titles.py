from __future__ import annotations

import pytest

from kb.ingest.structure.titles import names_title, printed_title
from tests.ingest.helpers import blocks, clauses_of

RULES = "第一条 为管好钥匙，制定本办法。\n第二条 钥匙由专人保管。"
NOTICE = (
    "星河镇人民政府文件\n星政发〔2022〕7号\n\n关于印发《钥匙管理办法》的通知\n\n各科室：\n\n"
    "现将《钥匙管理办法》印发给你们，请在3月底前上报保管人。\n特此通知。\n\n星河镇人民政府\n2022年3月1日\n\n")


def title(raw: str) -> str | None:
    return printed_title(blocks(raw))


@pytest.mark.parametrize("printed", [
    "关于进一步加强和改进\n钥匙管理工作的\n实施意见", "星河镇\n钥匙管理办法", "钥匙管理办法\n（试行）",
    "关于印发《星河镇办公钥匙\n管理办法》的通知", "中共星河镇委员会\n关于加强钥匙管理的意见"])
def test_a_title_on_several_lines_is_one(printed: str) -> None:
    assert title(f"{printed}\n\n{RULES}") == "".join(printed.split())
    assert [c.path for c in clauses_of(f"{printed}\n\n{RULES}")] == [(), ()]


def test_two_titles_below_one_another_are_not_joined() -> None:
    assert title(f"党员学习制度\n钥匙管理办法\n{RULES}") == "钥匙管理办法"


def test_a_title_without_a_usual_ending_stands_above_the_first_article() -> None:
    assert title(f"文明公约\n{RULES}") == "文明公约"
    assert title("党员按月交纳党费。\n参加组织生活。") is None


def test_what_a_notice_issues_is_the_document_and_the_notice_a_part_of_its_own() -> None:
    raw = f"{NOTICE}钥匙管理办法\n\n{RULES}\n\n抄送：县档案局。\n星河镇党政办公室  2022年3月2日印发"
    assert title(raw) == "钥匙管理办法"
    found = clauses_of(raw, title="钥匙管理办法")
    assert [(c.path, c.number, c.lead) for c in found] == [
        (("关于印发《钥匙管理办法》的通知",), None, True), ((), "第一条", False), ((), "第二条", False)]
    assert found[0].text == "现将《钥匙管理办法》印发给你们，请在3月底前上报保管人。"
    assert found[2].text == "第二条 钥匙由专人保管。"


def test_the_issued_document_may_be_an_attachment_and_print_its_title_on_two_lines() -> None:
    notice = NOTICE.replace("钥匙管理办法", "星河镇办公钥匙管理办法（试行）")
    raw = f"{notice}附件\n\n星河镇办公钥匙\n管理办法（试行）\n\n{RULES}"
    assert title(raw) == "星河镇办公钥匙管理办法（试行）"
    assert [c.path for c in clauses_of(raw)][1:] == [(), ()]


def test_several_issued_documents_are_lists_of_the_notice() -> None:
    raw = ("关于印发《书记责任清单》《委员责任清单》的通知\n现将《书记责任清单》《委员责任清单》印发给你们。\n\n"
           "书记责任清单\n1.上党课。\n2.谈心谈话。\n\n委员责任清单\n1.记录会议。\n2.收缴党费。")
    assert [c.list_title for c in clauses_of(raw)][1:] == ["书记责任清单"] * 2 + ["委员责任清单"] * 2


@pytest.mark.parametrize(("text", "whole"), [
    ("钥匙管理办法", True), ("钥匙管理办法（试行）", True), ("关于印发《钥匙管理办法", False),
    ("星河镇人民政府", False)])
def test_what_names_a_title(text: str, whole: bool) -> None:
    assert names_title(text) is whole
