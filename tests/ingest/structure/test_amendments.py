from __future__ import annotations

import pytest

from kb.ingest.structure.amendments import amendments, is_amending, new_words, only_amends

TITLE = "星河公司关于修改《钥匙办法》的决定"


@pytest.mark.parametrize(("text", "expected"), [
    ("一、删去第七条。", [(("第7条",), False)]),
    ("一、第七条、第九条予以删除。", [(("第7条", "第9条"), False)]),
    ("二、删去第八条第二款。", [(("第8条第2款",), False)]),
    ("二、将第八条修改为：“第八条 钥匙由值班员保管。”", [(("第8条",), True)]),
    ("二、第八条第（三）项修改为：“（三）每季度清点一次；”", [(("第8条第3项",), True)]),
    ("三、第九条改为第十条，修改为：“第十条 丢失钥匙的，当日报告。”", [(("第9条",), True)]),
    ("四、将第五条中的“每月”修改为“每季度”。", [(("第5条“每月”",), True)]),
    ("五、增加一条，作为第六条：“第六条 违反第五条的，通报批评。”", []),
    ("六、第九条改为第十条。", []),
    ("七、在第二条后增加一款，作为第三款：“钥匙每年更换一次。”", []),
    ("八、第八条修改为：“第八条 删去第七条的，另行规定。”", [(("第8条",), True)])])
def test_what_a_decision_deletes_and_changes(text: str, expected: list[tuple[tuple[str, ...], bool]]) -> None:
    found = amendments(f"经研究，决定作如下修改：\n{text}\n本决定自2026年3月1日起施行。", TITLE)
    assert [(r.clauses, r.changed) for r in found] == expected
    assert {r.title for r in found} <= {"钥匙办法"}


def test_only_a_decision_amends() -> None:
    assert is_amending(TITLE) and is_amending("关于修改《钥匙办法（试行）》部分条款的通知")
    assert is_amending("关于修改〈钥匙办法〉的决定")
    assert not is_amending("关于修改《钥匙办法》等三份文件的决定")  # which article is whose stands in its items
    assert not is_amending("钥匙办法") and not is_amending("关于印发《钥匙办法》的通知")
    assert amendments("一、删去第七条。", "钥匙办法") == ()


def test_what_rules_is_what_it_puts_there() -> None:
    new = "二、将第八条修改为：“第八条 钥匙由值班员保管，每月清点一次。”"
    assert new_words(new) == " " * 11 + "第八条 钥匙由值班员保管，每月清点一次。" + " "
    assert not only_amends(new)
    assert only_amends("四、将第五条中的“每月”修改为“每季度”。") and only_amends("一、删去第七条。")
    assert not only_amends("本决定自2026年3月1日起施行。")
