// Above the list: whose it is, how far it is, and what is due.

import { make, spoken } from "./checklist-parts.js";

const SHOWN = 8;
const TITLES = { 任期: "任期内" };

function progress({ rhythm, done, total }) {
  const name = TITLES[rhythm] ?? rhythm ?? "一般职责";
  return make("li", {}, make("span", {}, name), make("progress", { max: total, value: done, "aria-label": `${name}：完成 ${done}，共 ${total}` }), make("span", {}, `${done}/${total}`));
}

/** The same thing due several times is one row. */
function due(title, kind, found) {
  if (!found.length) return "";
  const things = new Map();
  for (const one of found) things.set(one.id, [...(things.get(one.id) ?? []), one]);
  const rows = [...things.values()].slice(0, SHOWN).map(([first, ...others]) => make("li", {},
    make("time", { datetime: first.day }, spoken(first.day)),
    make("a", { href: `#i-${first.item ?? first.id}` }, first.action),
    others.length ? make("span", { class: "quiet" }, `等 ${others.length + 1} 次`) : ""));
  if (things.size > SHOWN) rows.push(make("li", { class: "quiet" }, `另有 ${things.size - SHOWN} 件`));
  return make("div", { class: kind }, make("h3", {}, `${title} ${found.length}`), make("ul", {}, ...rows));
}

/** What of a board is due, as blocks; empty where nothing is. */
export function dues(board) {
  const blocks = [due("已逾期", "overdue", board.overdue), due("本月到期", "month", board.month), due("即将到期", "soon", board.soon)];
  return blocks.filter(Boolean);
}

/** Fills the panel with a board; `tools` are the elements that act on the list. */
export function show(panel, board, { where, tools }) {
  const blocks = dues(board);
  panel.replaceChildren(
    make("div", { class: "bar" }, make("h2", {}, board.kept.name, board.kept.owner ? make("span", { class: "quiet" }, `　${board.kept.owner}`) : ""), ...tools),
    make("p", { class: "where" }, where, board.review ? make("strong", {}, ` ${board.review} 项需要复核。`) : ""),
    make("ul", { class: "rings", "aria-label": "进度" }, ...board.progress.map(progress)),
    make("div", { class: "dues" }, ...(blocks.length ? blocks : [make("p", { class: "quiet" }, "近三十天没有到期的事。")])));
  panel.hidden = false;
}
