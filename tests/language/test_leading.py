from __future__ import annotations

import pytest

from kb.language.leading import exchanged, leading


@pytest.mark.parametrize(("text", "name"), [
    ("电梯每周检查一次", "电梯"), ("电梯多久检查一次", "电梯"), ("第三条 锅炉工应当持证上岗", "锅炉工"),
    ("2.打印机由谁维修", "打印机"),
    ("学校的食堂多久检查一次", "食堂"), ("请问机房要登记吗", "机房"),
])
def test_what_a_sentence_begins_by_naming(text: str, name: str) -> None:
    found = leading(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", [
    "党支部书记每年上1次党课", "我们食堂多久检查一次", "每周检查一次", "空调坏了多久报修",
    "这是一个没有提到任何东西的很长的句子", "",
])
def test_listed_names_persons_and_long_stretches_are_no_leading_name(text: str) -> None:
    assert leading(text) is None


@pytest.mark.parametrize(("asked", "held", "parts"), [
    ("电梯工", "锅炉工", ("电梯", "锅炉")), ("职工食堂", "食堂", ("职工", "")), ("机房", "电梯", ("机房", "电梯")),
    ("活动室", "活动场所", ("室", "场所")), ("电梯", "电梯", ("", "")),
])
def test_what_two_names_do_not_share(asked: str, held: str, parts: tuple[str, str]) -> None:
    assert exchanged(asked, held) == parts
