from __future__ import annotations

import pytest

from kb.ingest.structure.repeals import repeals
from kb.types import Repeal

A, B = Repeal("钥匙办法"), Repeal("门禁规定（试行）")


@pytest.mark.parametrize(("text", "expected"), [
    ("本办法自2023年10月1日起施行，2018年3月1日印发的《钥匙办法》同时废止。", (A,)),
    ("原《钥匙办法》（星发〔2018〕3号）、《门禁规定（试行）》同时废止。", (Repeal("钥匙办法", "星发〔2018〕3号"), B)),
    ("自本办法施行之日起，《钥匙办法》和2020年印发的《门禁规定\n（试行）》即行废止。", (A, B)),
    ("《钥匙办法》自2024年3月1日起废止。", (A,)),
    ("经研究，现决定废止《钥匙办法》。", (A,)),
    ("《钥匙办法》等文件不再执行。", (A,)),
    ("《关于印发《钥匙办法》的通知》同时废止。", (Repeal("关于印发《钥匙办法》的通知"),)),
    ("《钥匙办法》第五条同时废止。", ()),
    ("决定废止《钥匙办法》第五条。", ()),
    ("《钥匙办法》废止前已经领取的钥匙继续使用。", ()),
    ("与《钥匙办法》不一致的，以本办法为准。", ())])
def test_what_a_text_repeals(text: str, expected: tuple[Repeal, ...]) -> None:
    assert repeals(f"第九条 {text}", "楼宇办法") == expected


def test_a_decision_repeals_what_it_lists() -> None:
    text = "根据《制度管理规定》，下列文件予以废止：\n1.《钥匙办法》（星发〔2018〕3号）\n2.《门禁规定（试行）》"
    assert repeals(text, "关于废止部分文件的通知") == (Repeal("钥匙办法", "星发〔2018〕3号"), B)
    assert repeals(text, "制度清理情况") == ()
