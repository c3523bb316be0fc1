from __future__ import annotations

from kb.ingest.readers.pdf_edges import edge_lines

BODY = [f"第{n}条正文的一行文字，各页都不相同。" for n in "一二三四五六七八九十"]


def left(pages: list[list[str]]) -> list[list[str]]:
    """What stays of the pages."""
    return [[line for n, line in enumerate(page) if n not in out]
            for page, out in zip(pages, edge_lines(pages), strict=True)]


def test_odd_and_even_headers_with_page_numbers_go() -> None:
    pages = [[f"工作手册 {n}" if n % 2 else f"{n} 管理制度选编", BODY[n], BODY[n + 1] + "完"] for n in range(1, 7)]
    assert left(pages) == [[BODY[n], BODY[n + 1] + "完"] for n in range(1, 7)]


def test_header_with_a_date_of_two_pages_goes() -> None:
    pages = [["内部资料 2024年3月1日印", BODY[n], f"— {n + 1} —"] for n in range(2)]
    assert left(pages) == [[BODY[0]], [BODY[1]]]


def test_title_that_runs_over_the_pages_stays_on_the_first() -> None:
    pages = [["值班管理办法", *BODY[:3]], ["值班管理办法", *BODY[3:6]], ["值班管理办法", *BODY[6:9]]]
    assert left(pages) == [["值班管理办法", *BODY[:3]], BODY[3:6], BODY[6:9]]


def test_title_printed_below_its_running_header_stays_once() -> None:
    pages = [["值班管理办法", "值班管理办法", BODY[0]], ["值班管理办法", BODY[1]]]
    assert left(pages) == [["值班管理办法", BODY[0]], [BODY[1]]]


def test_days_and_numbers_at_the_foot_of_two_pages_stay() -> None:
    pages = [[BODY[0], "2024年3月1日"], [BODY[1], "2024年5月6日"]]
    assert left(pages) == pages
    pages = [[BODY[0], "（一）检查登记"], [BODY[1], "（二）检查登记"]]
    assert left(pages) == pages


def test_page_numbers_go_in_all_their_forms() -> None:
    for form in ("- 3 -", "第 3 页", "3/12", "第3页 共12页", "第 3 页，共 12 页", "·3·"):
        assert left([[BODY[0], form]]) == [[BODY[0]]]


def test_chapters_and_attachments_that_begin_a_page_each_stay() -> None:
    pages = [[f"第{n}章 管理事项", *BODY[n:n + 3]] for n in range(1, 7)]
    assert left(pages) == pages
    pages = [[f"附件{n}", "登记表", *BODY[n:n + 3]] for n in range(1, 5)]
    assert left(pages) == pages
    pages = [[f"{sign}、工作要求", *BODY[n:n + 3]] for n, sign in enumerate("一二三四五")]
    assert left(pages) == pages


def test_chapter_that_runs_over_its_pages_stays_where_it_begins() -> None:
    texts = [[f"{n}.{BODY[n]}", f"{n + 1}.{BODY[n + 1]}"] for n in range(6)]
    first, second = ["第一章 总则", *texts[0]], ["第二章 党费", *texts[3]]
    pages = [["第一章 总则", *first], ["第一章 总则", *texts[1]], ["第一章 总则", *texts[2]], ["第二章 党费", *second],
             ["第二章 党费", *texts[4]]]
    assert left(pages) == [first, texts[1], texts[2], second, texts[4]]

    heads = ["机关党务参考", "第一章 总则"] * 3
    pages = [[head, *text] for head, text in zip(heads, texts, strict=True)]
    assert left(pages) == [texts[0], ["第一章 总则", *texts[1]], *texts[2:]]
