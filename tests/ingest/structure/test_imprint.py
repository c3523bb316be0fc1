from __future__ import annotations

from datetime import date

import pytest

from kb.ingest.structure.imprint import Imprint, imprint
from kb.ingest.structure.printed_days import parse_date

NOTICE = (
    "星河镇人民政府文件\n星政发〔2022〕7号\n关于印发《钥匙管理办法》的通知\n各科室：\n现予印发，原办法2019年1月1日起施行的部分废止。\n"
    "星河镇人民政府\n2022年3月1日\n钥匙管理办法\n第一条 钥匙专人保管。\n第二条 本办法自印发之日起施行，有效期五年。\n"
    "星河镇党政办公室 2022年3月4日印发")


def test_a_notice_says_who_when_and_under_which_number() -> None:
    assert imprint(NOTICE, "钥匙管理办法") == Imprint(
        "星河镇人民政府", "星政发〔2022〕7号", "2022-03-01", "2022-03-01", "2027-02-28")


def test_the_note_below_the_title() -> None:
    text = ("钥匙管理办法\n（2018年3月1日党委会议通过 2018年4月2日某某镇党委发布 2023年9月5日修订）\n"
            "第一条 钥匙专人保管。\n第二条 本办法自2023年10月1日起施行。")
    assert imprint(text, "钥匙管理办法") == Imprint("某某镇党委", None, "2023-09-05", "2023-10-01", None)


@pytest.mark.parametrize(("provision", "days"), [
    ("本办法自２０２４年５月１日起施行。", ("2024-05-01", None)),
    ("本办法从 2024 年 5 月 1 日起执行，有效期至2026年4月30日。", ("2024-05-01", "2026-04-30")),
    ("本办法自二〇二四年五月一日起施行。", ("2024-05-01", None)),
    ("本办法自2024年5月1日起施行，2018年3月1日起施行的原办法同时废止。", ("2024-05-01", None)),
    ("本办法自印发之日起施行。", (None, None)),
    ("申请应当自2024年5月1日起三十日内提出。", (None, None)),
    ("本办法自2024年5月1日起施行，试行期一年。", ("2024-05-01", None)),
    ("本办法自2024年5月1日起施行，有效期两年。", ("2024-05-01", "2026-04-30")),
    ("本办法自2024年8月31日起施行。有效期6个月。", ("2024-08-31", "2025-02-28")),
    ("本办法自2024年2月29日起施行，有效期1年。", ("2024-02-29", "2025-02-28")),
    ("本办法自2024年5月1日起施行，至2025年12月31日止。", ("2024-05-01", "2025-12-31")),
    ("本办法自2024年5月1日至2025年12月31日施行。", ("2024-05-01", "2025-12-31")),
    ("结业证书有效期两年。本办法自2024年5月1日起施行。", ("2024-05-01", None)),
    ("报名自2024年5月1日起至5月30日止，本办法自2024年5月1日起施行。", ("2024-05-01", None)),
    ("本办法自2024年2月30日起施行。", (None, None))])
def test_days_in_force(provision: str, days: tuple[str | None, str | None]) -> None:
    found = imprint(f"钥匙办法\n第一条 钥匙专人保管。\n第二条 {provision}", "钥匙办法")
    assert (found.effective_from, found.effective_to) == days


def test_the_first_edition_s_provision_in_a_revised_one() -> None:
    text = "钥匙办法\n（2018年3月5日公布 根据2023年9月5日《决定》修正）\n第一条 本办法自2018年4月1日起施行。"
    assert imprint(text, "钥匙办法").effective_from == "2023-09-05"


@pytest.mark.parametrize("line", ["（星组发〔2022〕7号）", "星组发[2022] 7 号", "某某部令第7号"])
def test_numbers(line: str) -> None:
    assert imprint(f"钥匙办法\n{line}\n第一条 钥匙专人保管。", "钥匙办法").number == "".join(line.split()).strip("（）")


def test_a_title_names_its_issuer() -> None:
    title = "中共星河镇委员会关于加强钥匙管理的意见"
    assert imprint(f"{title}\n一、专人保管。", title).issuer == "中共星河镇委员会"


def test_a_number_that_is_only_mentioned_is_not_its_own() -> None:
    text = "钥匙办法\n第一条 根据《通知》（星组发〔2020〕1号）制定。\n第二条 专人保管。"
    assert imprint(text, "钥匙办法") == Imprint()


@pytest.mark.parametrize(("text", "day"), [
    ("2023年5月18日", date(2023, 5, 18)), ("二〇二三年十二月三十一日", date(2023, 12, 31)), ("2023年13月1日", None),
    ("某年某月某日", None)])
def test_dates(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def test_the_number_stands_beside_who_signs() -> None:
    text = "星国资发〔2022〕8号　　签发人：李四\n会议费管理办法\n第一条 从简。"
    assert imprint(text, "会议费管理办法").number == "星国资发〔2022〕8号"
