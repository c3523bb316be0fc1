"""Kept lists over real HTTP: in the hands of the one who asks, and kept by the service behind a key."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from tests.administering import TOKEN
from tests.api.conftest import Serving
from tests.api.lists import ROLE, SCOPE, by_hand
from tests.api.problems import assert_problem

pytestmark = pytest.mark.model

YEAR = date.today().year
ADMIN = {b"Authorization": f"Bearer {TOKEN}".encode()}


@pytest.fixture(scope="module")
def api(serving: Serving) -> Iterator[httpx.Client]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("api.lists.built", by_hand)
        with serving(admin_token=TOKEN) as client:
            yield client


def start(api: httpx.Client, **fields: Any) -> dict[str, Any]:
    response = api.post("/api/lists/start", json={"role": ROLE, "scope": SCOPE, "year": YEAR, **fields})
    assert response.status_code == 200, response.text
    board: dict[str, Any] = response.json()
    return board


def change(api: httpx.Client, kept: dict[str, Any], **fields: Any) -> dict[str, Any]:
    response = api.post("/api/lists/change", json={"kept": kept, "change": fields})
    assert response.status_code == 200, response.text
    board: dict[str, Any] = response.json()
    return board


def monthly(board: dict[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = next(x for x in board["lines"] if x["rhythm"] == "每月")
    return line


def stored(api: httpx.Client) -> dict[str, Any]:
    kept = start(api, name="第一支部", owner="第一支部")["kept"]
    response = api.post("/api/lists", json={"kept": kept}, headers=ADMIN)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def test_a_list_is_started_ticked_and_undone_without_being_kept_here(api: httpx.Client) -> None:
    board = start(api)
    assert board["kept"]["name"] == f"{SCOPE}{ROLE} {YEAR}"
    assert len(board["kept"]["items"]) == 4 and [len(x["boxes"]) for x in board["lines"]] == [1, 0, 12, 1]
    line = monthly(board)
    ticked = change(api, board["kept"], do="tick", item=line["id"], due=line["boxes"][0]["due"], note="全体",
                    evidence="签到表.pdf", done=f"{YEAR}-01-10", by="王芳")
    box = monthly(ticked)["boxes"][0]
    assert (box["state"], box["tick"]["note"], box["tick"]["by"]) == ("done", "全体", "王芳")
    assert ticked["progress"][0] | {"overdue": 0} == {"rhythm": "每月", "done": 1, "total": 12, "overdue": 0}
    undone = change(api, ticked["kept"], do="undo", item=line["id"], due=line["boxes"][0]["due"])
    assert monthly(undone)["boxes"][0]["tick"] is None and monthly(undone)["undone"][0]["note"] == "全体"
    again = api.post("/api/lists/board", json={"kept": undone["kept"]}).json()
    assert again == undone


def test_an_entry_of_ones_own_cites_its_clause(api: httpx.Client) -> None:
    clause = api.get("/api/search", params={"q": "党费收缴"}).json()["clauses"][0]
    board = start(api, role="", scope="")
    added = change(api, board["kept"], do="add", entry={"clause": clause["id"], "start": 0, "end": 10,
                                                        "due": [f"{YEAR}-09-30"]})
    (line,) = added["lines"]
    assert (line["quote"], line["citation"], line["own"]) == (clause["text"][:10], clause["citation"], True)
    assert line["link"].startswith(f"/documents/{clause['document_id']}?clause={clause['id']}&start=0&end=10")
    wrong = {"do": "add", "entry": {"clause": clause["id"], "start": 5, "end": 100_000}}
    assert_problem(api.post("/api/lists/change", json={"kept": board["kept"], "change": wrong}), 422)


@pytest.mark.parametrize("asked", [{"role": "厨师"}, {"scope": "食堂"}, {"year": 1}, {"scope": ""}, {"nope": 1}])
def test_what_cannot_be_started_is_explained(api: httpx.Client, asked: dict[str, Any]) -> None:
    assert_problem(api.post("/api/lists/start", json={"role": ROLE, "scope": SCOPE, "year": YEAR, **asked}), 422)


def test_a_large_list_is_taken_and_too_large_a_one_refused(api: httpx.Client) -> None:
    kept = start(api)["kept"]
    kept["items"] += [kept["items"][0] | {"id": f"own-{n}", "item": None, "own": True, "clause": None}
                      for n in range(400)]
    assert api.post("/api/lists/board", json={"kept": kept}).status_code == 200
    kept["name"] = "长" * 1_000_000
    assert "2048 KiB" in assert_problem(api.post("/api/lists/board", json={"kept": kept}), 413)


def test_with_its_key_a_list_is_used_by_several(api: httpx.Client) -> None:
    made = stored(api)
    assert made["link"] == f"/checklist#list={made['id']}.{made['key']}"
    key = {"X-List-Key": made["key"]}
    line = monthly(api.get(f"/api/lists/{made['id']}", headers=key).json())

    def tick(n: int) -> int:
        return api.post(f"/api/lists/{made['id']}/changes", headers=key, json={
            "do": "tick", "item": line["id"], "due": line["boxes"][n % 12]["due"], "by": f"第{n}人",
            "done": f"{YEAR}-01-01"}).status_code

    with ThreadPoolExecutor(6) as several:
        assert set(several.map(tick, range(24))) == {200}
    after = monthly(api.get(f"/api/lists/{made['id']}", headers=key).json())
    assert all(b["state"] == "done" for b in after["boxes"]) and len(after["undone"]) == 12


def filled_in(*rows: tuple[Any, ...]) -> str:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(("做什么", "到期日", "完成", "编号"))
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    made.save(out)
    return base64.b64encode(out.getvalue()).decode()


def test_a_workbook_is_read_back(api: httpx.Client) -> None:
    made = stored(api)
    key = {"X-List-Key": made["key"]}
    line = monthly(api.get(f"/api/lists/{made['id']}", headers=key).json())
    file = filled_in((line["action"], line["boxes"][0]["due"], "是", line["item"]), ("别的", None, "是", "x"))
    kept = start(api)["kept"]
    for response in (api.post("/api/lists/import", json={"kept": kept, "file": file}),
                     api.post(f"/api/lists/{made['id']}/import", headers=key, json={"file": file})):
        assert response.status_code == 200, response.text
        assert response.json()["taken"] == 1 and monthly(response.json())["boxes"][0]["state"] == "done"
        (misfit,) = response.json()["left_out"]
        assert misfit["row"] == 3 and "不在这份清单里" in misfit["reason"]
    for wrong in ("不是", base64.b64encode(b"PK broken").decode()):
        assert_problem(api.post("/api/lists/import", json={"kept": kept, "file": wrong}), 422)
    assert_problem(api.post(f"/api/lists/{made['id']}/import", json={"file": file}), 401)


def test_what_was_exported_is_read_back_as_it_was(api: httpx.Client) -> None:
    board = start(api)
    line = monthly(board)
    for n, day in enumerate((f"{YEAR}-01-10", f"{YEAR}-01-11")):
        board = change(api, board["kept"], do="tick", item=line["id"], due=line["boxes"][n]["due"], done=day, by="王芳",
                       note="全体党员", evidence="签到表.pdf")
    board = change(api, board["kept"], do="move", item=line["id"], due=line["boxes"][0]["due"], to=f"{YEAR}-02-15")
    board = change(api, board["kept"], do="add", entry={"action": "换届准备", "due": [f"{YEAR}-09-30"]})
    own = board["lines"][-1]
    board = change(api, board["kept"], do="tick", item=own["id"], due=f"{YEAR}-09-30", done=f"{YEAR}-01-02")
    file = api.post("/checklist/export/xlsx", json={"kept": board["kept"]})
    assert file.status_code == 200, file.text
    encoded = base64.b64encode(file.content).decode()
    same = api.post("/api/lists/import", json={"kept": board["kept"], "file": encoded}).json()
    assert (same["taken"], same["left_out"], same["kept"]) == (0, [], board["kept"])
    bare = board["kept"] | {"ticks": []}
    again = api.post("/api/lists/import", json={"kept": bare, "file": encoded}).json()
    assert (again["taken"], again["left_out"]) == (3, [])
    noted = [{k: t[k] for k in ("item", "due", "done", "by", "note", "evidence")} for t in again["kept"]["ticks"]]
    assert sorted(noted, key=str) == sorted(
        ({k: t[k] for k in ("item", "due", "done", "by", "note", "evidence")} for t in board["kept"]["ticks"]), key=str)


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("docx", b"PK"), ("ics", b"BEGIN:VCALENDAR"),
                                               ("md", b"#")])
def test_it_is_exported(api: httpx.Client, kind: str, begins: bytes) -> None:
    asked: dict[str, str | int] = {"role": ROLE, "scope": SCOPE, "year": YEAR}
    plain = api.get(f"/checklist/export/{kind}", params=asked)
    ticked = api.post(f"/checklist/export/{kind}", json={"kept": start(api)["kept"]})
    own = api.post(f"/checklist/export/{kind}", json={"kept": start(api, role="", scope="", name="自己的")["kept"]})
    for response in (plain, ticked, own):
        assert response.status_code == 200 and response.content.startswith(begins), response.text
        assert response.headers["content-disposition"].startswith("attachment; filename=checklist-")
    assert_problem(api.get(f"/checklist/export/{kind}", params={**asked, "role": "厨师"}), 422)
    assert_problem(api.get("/checklist/export/exe", params=asked), 422)


def test_no_list_opens_without_its_key(api: httpx.Client) -> None:
    made, other = stored(api), stored(api)
    where = f"/api/lists/{made['id']}"
    for headers, status in (({}, 401), ({"X-List-Key": other["key"]}, 404), ({"X-List-Key": "x"}, 404)):
        assert_problem(api.get(where, headers=headers), status)
        assert_problem(api.post(f"{where}/changes", headers=headers, json={"do": "name", "name": "别人的"}), status)
    assert_problem(api.get("/api/lists/nothing", headers={"X-List-Key": made["key"]}), 404)
    assert_problem(api.get("/api/lists"), 401)
    assert_problem(api.post(f"{where}/key"), 401)
    assert_problem(api.delete(where), 401)


def test_guessing_keys_ends_soon(serving: Serving) -> None:
    with serving(admin_token=TOKEN) as fresh:
        seen = {fresh.get("/api/lists/x", headers={"X-List-Key": str(n)}).status_code for n in range(40)}
    assert seen == {404, 429}


def test_administrators_see_all_lists_renew_keys_and_put_lists_away(api: httpx.Client) -> None:
    made = stored(api)
    where, key = f"/api/lists/{made['id']}", {"X-List-Key": made["key"]}
    assert made["id"] in {h["id"] for h in api.get("/api/lists", headers=ADMIN).json()}
    assert api.get(where, headers=ADMIN).json()["kept"]["owner"] == "第一支部"
    new = api.post(f"{where}/key", headers=ADMIN).json()
    assert api.get(where, headers=key).status_code == 404
    assert api.get(where, headers={"X-List-Key": new["key"]}).status_code == 200
    assert api.delete(where, headers=ADMIN).status_code == 204
    assert_problem(api.get(where, headers=ADMIN), 404)


def test_without_administration_nothing_is_kept_here(serving: Serving) -> None:
    with serving() as plain:
        board = plain.post("/api/lists/start", json={"year": YEAR}).json()
        assert_problem(plain.post("/api/lists", json={"kept": board["kept"]}), 404)


def test_changes_are_limited_as_questions_are(serving: Serving) -> None:
    with serving(rate=3) as limited:
        seen = [limited.post("/api/lists/start", json={"year": YEAR}).status_code for _ in range(5)]
    assert seen == [200, 200, 200, 429, 429]
