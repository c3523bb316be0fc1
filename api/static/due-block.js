// On the start page: what is due this month in the list used last. Nothing where there is none, or it cannot be told.

import { dues } from "./checklist-panel.js";
import { make } from "./checklist-parts.js";
import { keeperOf, pageOf } from "./lists-keeper.js";
import * as store from "./lists-store.js";

async function show(place, entry) {
  const board = await keeperOf(entry).load();
  const blocks = dues({ overdue: board.overdue, month: board.month, soon: [] });
  if (!blocks.length) return;
  const page = pageOf(entry).split("#")[0];
  for (const block of blocks) for (const link of block.querySelectorAll("a")) link.href = page + link.hash;
  place.replaceChildren(
    make("h2", {}, make("a", { href: pageOf(entry) }, board.kept.name)),
    make("div", { class: "dues" }, ...blocks));
  place.hidden = false;
}

const place = document.querySelector("#due");
const [entry] = store.lists();
if (place && entry) show(place, entry).catch(() => {});
