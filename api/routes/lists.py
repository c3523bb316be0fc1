"""Kept lists (我的清单): /api/lists.

A list in the browser comes with every request and is not kept here (start, board, change). One that is kept here is
opened by its key, which is sent in a header so that it stands in no log, or by an administrator, who sees them all.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response

from api.front_desk import FrontDesk
from api.layers.address import address_of
from api.layers.per_minute import PerMinute
from api.layers.problem import documented
from api.layers.refusal import Refusal
from api.list_schemas import (
    BoardOut,
    ChangeModel,
    ImportedOut,
    ImportRequest,
    KeyOut,
    ListChangeRequest,
    ListHeadOut,
    ListImportRequest,
    ListRequest,
    StartRequest,
)
from api.lists import Lists, list_link, workbook_rows
from kb.checklist.imported import Imported
from kb.kept.lists import KeptList
from kb.store.lists import change_list, list_heads, make_list, opens, remove_list, renew_key, stored_list

_WRONG_KEYS = 30
_ListId = Annotated[str, Path(max_length=40, description="清单编号")]
_Key = Annotated[str, Header(alias="X-List-Key", max_length=100, description="清单的钥匙；管理员不用")]


def router(desk: FrontDesk, lists: Lists) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/api/lists")
    library = desk.live.library
    wrong = PerMinute(desk.crew.counts, "wrong list key", _WRONG_KEYS)

    def opened(request: Request, list_id: str, key: str) -> str:
        """In whose name a list is used. Raises Refusal."""
        if not key:
            return desk.calling(request).who
        who = address_of(request.scope)
        if seconds := wrong.wait(who):
            raise Refusal(429, f"钥匙错得太多。请在 {seconds} 秒后再试。", retry_after=seconds)
        if not opens(library, list_id, key):
            wrong.hit(who)
            raise Refusal(404, "没有这份清单，或钥匙不对。请向给你网址的人核对。")
        return ""

    @routes.post("/start", tags=["清单"], summary="开始一份清单，不存在服务里", response_model=BoardOut,
                 response_description="清单和它今天的状态")
    def start(asked: StartRequest) -> dict[str, Any]:
        """按角色、单位类型和年度列出全部事项，由调用的一方自己存。"""
        return lists.board(lists.started(name=asked.name, role=asked.role, scope=asked.scope, year=asked.year,
                                         owner=asked.owner))

    @routes.post("/board", tags=["清单"], summary="一份清单今天的状态", response_model=BoardOut,
                 response_description="清单和它今天的状态")
    def board(asked: ListRequest) -> dict[str, Any]:
        """与今天的规定对照：哪些到期、逾期，哪些改了、没有了；不存在服务里。"""
        return lists.board(asked.kept.as_kept())

    @routes.post("/change", tags=["清单"], summary="改动一份清单，不存在服务里", response_model=BoardOut,
                 response_description="改动以后的清单和它今天的状态", responses=documented(404))
    def change(asked: ListChangeRequest) -> dict[str, Any]:
        """勾选、撤销、改期限等，由调用的一方自己存下返回的清单。"""
        return lists.board(lists.changed(asked.kept.as_kept(), asked.change, by=asked.change.by))

    @routes.post("/import", tags=["清单"], summary="读回勾好的表，不存在服务里", response_model=ImportedOut,
                 response_description="导入以后的清单，和没有导入的行")
    def read_back(asked: ListImportRequest) -> dict[str, Any]:
        """导出的 Excel 清单填好以后读回来：对得上的勾上，对不上的逐行说明；已经勾了的不撤销。"""
        found = lists.imported(asked.kept.as_kept(), workbook_rows(asked.file), by=asked.by)
        return lists.board(found.kept) | _report(found)

    @routes.get("", tags=["管理"], summary="存着的全部清单（管理员）", response_model=list[ListHeadOut],
                response_description="清单，按归属和名称", responses=documented(401, 403, 404, 429))
    def heads(request: Request) -> list[dict[str, Any]]:
        """各份清单的名称、归属、项数和勾选数。"""
        desk.calling(request)
        return [asdict(h) for h in list_heads(library)]

    @routes.post("", tags=["管理"], status_code=201, summary="存一份清单（管理员）", response_model=KeyOut,
                 response_description="已存下", responses=documented(401, 403, 404, 409, 429))
    def make(request: Request, asked: ListRequest) -> dict[str, Any]:
        """存在服务里，得到带钥匙的网址：有它的人都能看、能改这一份。"""
        desk.calling(request)
        return _keyed(*make_list(library, asked.kept.as_kept()))

    @routes.get("/{list_id}", tags=["清单"], summary="存着的一份清单", response_model=BoardOut,
                response_description="清单和它今天的状态", responses=documented(401, 403, 404, 429))
    def read(request: Request, list_id: _ListId, key: _Key = "") -> dict[str, Any]:
        """用钥匙打开，或由管理员打开。"""
        opened(request, list_id, key)
        return lists.board(stored_list(library, list_id))

    @routes.post("/{list_id}/changes", tags=["清单"], summary="改动存着的一份清单", response_model=BoardOut,
                 response_description="改动以后的清单和它今天的状态", responses=documented(401, 403, 404, 409, 429))
    def change_stored(request: Request, list_id: _ListId, asked: ChangeModel, key: _Key = "") -> dict[str, Any]:
        """勾选、撤销、改期限等；几个人同时改，依次生效，撤销的也留有记录。"""
        by = opened(request, list_id, key) or asked.by
        return lists.board(change_list(library, list_id, lambda kept: lists.changed(kept, asked, by=by)))

    @routes.post("/{list_id}/import", tags=["清单"], summary="把勾好的表读回存着的清单", response_model=ImportedOut,
                 response_description="导入以后的清单，和没有导入的行", responses=documented(401, 403, 404, 409, 429))
    def read_back_stored(request: Request, list_id: _ListId, asked: ImportRequest, key: _Key = "") -> dict[str, Any]:
        """对得上的勾上，对不上的逐行说明；已经勾了的不撤销。"""
        by = opened(request, list_id, key) or asked.by
        rows = workbook_rows(asked.file)
        reports: list[Imported] = []

        def take(kept: KeptList) -> KeptList:
            reports.append(lists.imported(kept, rows, by=by))
            return reports[-1].kept

        return lists.board(change_list(library, list_id, take)) | _report(reports[-1])

    @routes.post("/{list_id}/key", tags=["管理"], summary="换一份清单的钥匙（管理员）", response_model=KeyOut,
                 response_description="新的钥匙", responses=documented(401, 403, 404, 409, 429))
    def another_key(request: Request, list_id: _ListId) -> dict[str, Any]:
        """先前的网址从此打不开。"""
        desk.calling(request)
        return _keyed(list_id, renew_key(library, list_id))

    @routes.delete("/{list_id}", tags=["管理"], status_code=204, summary="收起一份清单（管理员）",
                   response_description="已收起", responses=documented(401, 403, 404, 409, 429))
    def remove(request: Request, list_id: _ListId) -> Response:
        """记录都留着，可在管理页恢复。"""
        desk.calling(request)
        remove_list(library, list_id)
        return Response(status_code=204)

    return routes


def _report(found: Imported) -> dict[str, Any]:
    return {"taken": found.taken, "left_out": [asdict(m) for m in found.left_out]}


def _keyed(list_id: str, key: str) -> dict[str, Any]:
    return {"id": list_id, "key": key, "link": list_link(list_id, key)}
