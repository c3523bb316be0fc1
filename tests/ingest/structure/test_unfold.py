from __future__ import annotations

from hypothesis import given

from kb.ingest.structure.lines import split_lines
from kb.ingest.structure.unfold import unfolded
from tests.ingest.helpers import clauses_of, documents, numbers_of, texts_of


def pieces(text: str) -> list[str]:
    return [line.text for line in unfolded(split_lines(text))]


def test_articles_on_one_line_are_parted_and_references_are_not() -> None:
    assert pieces("钥匙规定 第一章 总则 第一条 钥匙专人保管。 第二条 违反第一条规定的，批评。"
                  "第二章 附则 第三条 本规定即日施行。") == [
        "钥匙规定", "第一章 总则", "第一条 钥匙专人保管。", "第二条 违反第一条规定的，批评。", "第二章 附则",
        "第三条 本规定即日施行。"]


def test_no_blank_is_needed_behind_a_sentence() -> None:
    parts = ["第一条钥匙专人保管。第二条规定以外的，报批。", "第二条借用当日归还；第三条所称借用，含复制。",
             "第三条本规定即日施行。"]
    assert texts_of("".join(parts)) == parts


def test_chapters_are_headings_of_the_articles_behind_them() -> None:
    found = clauses_of("钥匙规定 第一章 总则 第一条 钥匙专人保管。 第二章 附则 第二条 本规定即日施行。")
    assert [(c.path, c.number) for c in found] == [(("第一章 总则",), "第一条"), (("第二章 附则",), "第二条")]


def test_a_text_that_only_mentions_articles_stays_whole() -> None:
    for text in ("依照本办法 第三条 和 第五条 办理。", "第八条 符合本规定。第三条规定的情形除外。",
                 "第一条 见章程。 第九条 另有规定。"):
        assert pieces(text) == [text]


def test_later_articles_go_on_behind_the_first_of_a_line() -> None:
    found = numbers_of("第六条 钥匙专人保管。 第七条 借用登记。\n第八条 本规定即日施行。")
    assert found == ["第六条", "第七条", "第八条"]


def test_a_list_on_one_line_is_parted() -> None:
    text = "钥匙管理要求 一、钥匙由专人保管。二、借用要登记，写明一、二楼的房号；三、当日归还。"
    assert pieces(text) == [
        "钥匙管理要求", "一、钥匙由专人保管。", "二、借用要登记，写明一、二楼的房号；", "三、当日归还。"]
    assert numbers_of(text) == ["一", "二", "三"]


def test_what_only_looks_like_a_list_stays_whole() -> None:
    for text in ("钥匙分给 一、二号楼，登记后归还。", "每年检查两次：一、三季度各一次。",
                 "一、钥匙由专人保管，不得外借。"):
        assert pieces(text) == [text]
    article = "第二条 钥匙按以下要求保管：一、专人保管；二、借用登记。"
    assert texts_of(f"第一条 为管好钥匙，制定本规定。\n{article}")[-1] == article


@given(documents)
def test_the_pieces_are_the_text(raw: str) -> None:
    lines = unfolded(split_lines(raw))
    assert all(raw[line.start:line.end] == line.text for line in lines)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(raw.split())
