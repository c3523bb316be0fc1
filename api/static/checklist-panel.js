// Above the list: whose it is, how far it is, and what is due.

import { make, spoken } from "./checklist-parts.js";

const SHOWN = 8;
const TITLES = { 任期: "任期内" };

function progress({ rhythm, done, total }) {
  const name = TITLES[rhythm] ?? rhythm ?? "一般职责";
  return make("li", {}, make("span", {}, name), make("progress", { max: total, value: done, "aria-label": `${name}：完成 ${done}，共 ${total}` }), make("span", {}, `${done}/${total}`));
}

/** What is due, as rows; the same thing due several times is one. `page` is the list's, where that is another one. */
export function rows(found, most, page = "") {
  const things = new Map();
  for (const one of found) things.set(one.id, [...(things.get(one.id) ?? []), one]);
  const shown = [...things.values()].slice(0, most).map(([first, ...others]) => make("li", {},
    make("time", { datetime: first.day }, spoken(first.day)),
    make("a", { href: `${page}#i-${first.item ?? first.id}` }, first.action),
    others.length ? make("span", { class: "quiet" }, `等 ${others.length + 1} 次`) : ""));
  return things.size > most ? [...shown, make("li", { class: "quiet" }, `另有 ${things.size - most} 件`)] : shown;
}

function due(title, kind, found) {
  if (!found.length) return "";
  return make("div", { class: kind }, make("h3", {}, `${title} ${found.length}`), make("ul", {}, ...rows(found, SHOWN)));
}

function review(board) {
  if (!board.review) return "";
  const first = board.lines.find((line) => line.review);
  return make("a", { href: `#i-${first.item ?? first.id}` }, make("strong", {}, `${board.review} 项需要复核`));
}

/** Fills the panel with a board; `tools` are the elements that act on the list. */
export function show(panel, board, { where, tools }) {
  const blocks = [due("已逾期", "overdue", board.overdue), due("本月到期", "month", board.month), due("即将到期", "soon", board.soon)].filter(Boolean);
  panel.replaceChildren(
    make("div", { class: "bar" }, make("h2", {}, board.kept.name, board.kept.owner ? make("span", { class: "quiet" }, `　${board.kept.owner}`) : ""), ...tools),
    make("p", { class: "where" }, where, " ", review(board)),
    make("ul", { class: "rings", "aria-label": "进度" }, ...board.progress.map(progress)),
    make("div", { class: "dues" }, ...(blocks.length ? blocks : [make("p", { class: "quiet" }, "近三十天没有到期的事。")])));
  panel.hidden = false;
}
