// On the start page: what is due this month in the list used last. Nothing where there is none, or it cannot be told.

import { rows } from "./checklist-panel.js";
import { make } from "./checklist-parts.js";
import { keeperOf, pageOf } from "./lists-keeper.js";
import * as store from "./lists-store.js";

const SHOWN = 4;

async function show(place, entry) {
  const board = await keeperOf(entry).load();
  if (!board.month.length && !board.overdue.length) return;
  const page = pageOf(entry);
  const counts = [`本月到期 ${board.month.length}`, board.overdue.length ? `已逾期 ${board.overdue.length}` : ""].filter(Boolean);
  place.replaceChildren(
    make("h2", {}, make("a", { href: page }, board.kept.name), make("span", { class: "quiet" }, `　${counts.join("，")}`)),
    make("ul", {}, ...rows(board.month, SHOWN, page.split("#")[0])));
  place.hidden = false;
}

const place = document.querySelector("#due");
const [entry] = store.lists();
if (place && entry) show(place, entry).catch(() => {});
