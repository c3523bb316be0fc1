// What keeps a list: this browser, or the service. Both give a board: the list as it stands today.

import { Problem, post, request } from "./chat-request.js";
import * as store from "./lists-store.js";

const json = async (answer) => JSON.parse(await (await answer).body.text());

/** The keeper of a list that the browser knows. */
export const keeperOf = (entry, csrf = "") => (entry.key || entry.served ? ofService(entry, csrf) : ofBrowser(entry));

/** The page of a role's checklist; without a role, of a list of one's own. */
export const addressOf = ({ role, scope, year }) => `/checklist?${new URLSearchParams(role ? { scope, role, year } : { year })}`;

/** The page of a list. */
export const pageOf = (entry) => `${addressOf(store.headOf(entry))}#list=${entry.id}${entry.key ? `.${entry.key}` : ""}`;

/** A list of this browser; it goes to the service to be held against today's regulations, and is not kept there. */
function ofBrowser(entry) {
  let { kept } = entry;
  let stored = store.lists().some((e) => e.id === entry.id);
  const take = (board) => {
    kept = board.kept;
    if (!store.put({ id: entry.id, kept })) throw new Problem("浏览器存不下这份清单：请存成文件，关闭页面后就没有了。");
    stored = true;
    return board;
  };
  return {
    id: entry.id,
    served: false,
    isStored: () => stored,
    kept: () => kept,
    load: async () => {
      const board = await json(kept.items ? post("/api/lists/board", { kept }) : post("/api/lists/start", kept));
      kept = board.kept;
      return board;
    },
    change: async (change) => take(await json(post("/api/lists/change", { kept, change: { ...change, by: store.ownName() } }))),
    replace: async (other) => take(await json(post("/api/lists/board", { kept: other }))),
    importFile: async (file) => {
      const read = await json(post("/api/lists/import", { kept, file }));
      take(read);
      return read;
    },
    save: async () => take(await json(post("/api/lists/board", { kept }))),
  };
}

/** A list that the service keeps, opened by its key, or by an administrator's `csrf`. */
function ofService({ id, key }, csrf) {
  const headers = key ? { "X-List-Key": key } : { "X-CSRF-Token": csrf };
  let kept = null;
  const take = (board) => {
    kept = board.kept;
    const { name, role, scope, year } = kept;
    if (key) store.put({ id, key, head: { name, role, scope, year } });
    return board;
  };
  return {
    id,
    key,
    served: true,
    isStored: () => true,
    kept: () => kept,
    load: async () => take(await json(request("GET", `/api/lists/${encodeURIComponent(id)}`, { headers }))),
    change: async (change) => take(await json(request("POST", `/api/lists/${encodeURIComponent(id)}/changes`, { body: { ...change, by: store.ownName() }, headers }))),
    importFile: async (file) => {
      const read = await json(request("POST", `/api/lists/${encodeURIComponent(id)}/import`, { body: { file, by: store.ownName() }, headers }));
      take(read);
      return read;
    },
  };
}
