from __future__ import annotations

import pytest

from kb.answer.document_names import DocumentNames

NAMES = DocumentNames({
    "细则": "中国共产党发展党员工作细则", "条例": "中国共产党支部工作条例（试行）",
    "规程": "贵州省发展党员工作规程（试行）",
    "经费": "北山师范大学经费使用办法", "出国": "北山师范大学出国党员管理办法", "标准": "单位党支部建设标准",
    "清单": "市XX局机关党建工作责任清单"})


@pytest.mark.parametrize(("question", "documents", "rest"), [
    ("贵州规程：入党宣誓谁来组织", {"规程"}, "入党宣誓谁来组织"),
    ("发展党员细则里预备期多长", {"细则"}, "预备期多长"),
    ("细则里预备期多长", {"细则"}, "预备期多长"),
    ("按照条例，支委会几个人", {"条例"}, "支委会几个人"),
    ("谈话后，中央细则规定的谈话人", {"细则"}, "谈话后,谈话人"),
    ("出国办法规定的手续", {"出国"}, "手续"),
    ("师范大学办法里怎么报销", {"经费", "出国"}, "怎么报销"),
    ("北师大出国要提前几天申请", {"经费", "出国"}, "出国要提前几天申请"),
    ("北山师大的餐费报多少", {"经费", "出国"}, "餐费报多少"),
    ("支委会几个人？书记呢？按条例", {"条例"}, "支委会几个人?书记呢?"),
    ("党支部建设标准里活动室怎么布置", {"标准"}, "活动室怎么布置"),
    ("市XX局支部书记上几次党课", {"清单"}, "市xx局支部书记上几次党课"),
])
def test_a_document_is_named_by_words_of_its_title_in_order(question: str, documents: set[str], rest: str) -> None:
    named = NAMES.named(question)
    assert named is not None
    assert (set(named.documents), named.rest) == (documents, rest)


@pytest.mark.parametrize("question", [
    "党课多久一次", "有什么办法", "考核办法是什么", "标准是多少", "党费规定里交多少", "建设标准高吗",
    "北方的大学怎么报销", ""])
def test_words_that_name_no_document(question: str) -> None:
    assert NAMES.named(question) is None


def test_a_bare_kind_of_which_there_are_several_names_none() -> None:
    assert NAMES.named("办法里怎么报销") is None


def test_where_all_documents_are_meant_none_is_named() -> None:
    assert DocumentNames({"a": "支部工作条例"}).named("条例里支委会几个人") is None


def test_the_name_alone_is_all_that_is_left() -> None:
    named = NAMES.named("贵州规程")
    assert named is not None
    assert named.rest == "贵州规程"
