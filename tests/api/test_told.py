"""An index that cannot be used: readers are told to wait or to tell somebody, administrators and the log what to do."""

from __future__ import annotations

from typing import Any

import pytest

from api.live import Live
from api.told import for_readers
from kb.errors import KBError, ModelError, NothingInForceError, QuestionError, SearchIndexError
from tests.administering import TOKEN, administrator
from tests.api.conftest import Serving
from tests.api.problems import assert_problem
from tests.api.test_mcp import talk, text

pytestmark = pytest.mark.model

QUESTION = {"question": "党支部书记每年至少上几次党课"}
SAID = "索引不完整：/srv/数据/index。请运行 kb index。"


class NoIndex:
    """Stands where the answerer does, and finds its index damaged whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        raise SearchIndexError(SAID)


@pytest.fixture
def damaged(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_answerer", NoIndex())
    monkeypatch.setattr(live, "refresh", lambda: False)


@pytest.mark.parametrize(("error", "said"), [
    (SearchIndexError(SAID), "请稍后再试，或告诉管理员"),
    (ModelError("模型打不开：/srv/m。请运行 kb index。"), "请稍后再试，或告诉管理员"),
    (NothingInForceError("知识库现在是空的。"), "知识库现在是空的。"),
    (QuestionError("不是日期：后天。"), "不是日期：后天。"),
])
def test_a_reader_is_told_what_he_can_do(error: KBError, said: str) -> None:
    assert said in for_readers(error)
    assert "kb index" not in for_readers(error) and "/srv" not in for_readers(error)


@pytest.mark.usefixtures("damaged")
def test_readers_wait_or_tell_somebody_and_the_log_says_what_to_do(
        serving: Serving, caplog: pytest.LogCaptureFixture) -> None:
    with serving() as api:
        asked = api.post("/api/ask", json=QUESTION)
        page = api.get("/", params={"q": QUESTION["question"]}, headers={"accept": "text/html"})
        called = talk(str(api.base_url.join("/mcp")), lambda c: c.call_tool("ask", QUESTION))
    detail = assert_problem(asked, 503)
    assert "请稍后再试，或告诉管理员" in detail and asked.headers["retry-after"] == "30"
    assert page.status_code == 503 and page.headers["retry-after"] == "30" and detail in page.text
    assert called.is_error and text(called) == detail
    assert "kb index" not in asked.text + page.text
    noted = [r.name for r in caplog.records if SAID in r.getMessage()]
    assert (noted.count("api.errors"), noted.count("api.mcp.server")) == (2, 1)


@pytest.mark.usefixtures("damaged")
def test_administrators_are_told_what_to_do(serving: Serving) -> None:
    with serving(admin_token=TOKEN) as api, administrator(str(api.base_url)) as admin:
        page = admin.client.get("/admin/questions", headers={"accept": "text/html"})
        assert page.status_code == 503 and SAID in page.text
        assert SAID not in api.get("/", params={"q": "党课几次"}).text
