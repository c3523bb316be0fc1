// The page of what was collected: put in order, annotated, printed, copied, handed on as the start of a pack.

import * as store from "./basket-store.js";
import { make } from "./checklist-parts.js";

const list = document.querySelector("#basket");
const said = document.querySelector("#said");
const tools = document.querySelector("#tools");
const empty = document.querySelector("#empty");
const undo = document.querySelector("#undo");
const fields = document.querySelector("#fields");
let before = null; // what was there before something was taken away
let dragged = null;

function keep(all, words = "") {
  try {
    store.keep(all);
    said.textContent = words;
  } catch (error) {
    said.textContent = error.message;
  }
}

function moved(id, by) {
  const all = store.items();
  const at = all.findIndex((i) => i.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= all.length) return;
  all.splice(to, 0, ...all.splice(at, 1));
  keep(all, `移到第 ${to + 1} 条`);
  show();
  const buttons = list.children[to].querySelectorAll("button[data-by]");
  const same = [...buttons].find((b) => b.dataset.by === String(by) && !b.disabled);
  (same ?? [...buttons].find((b) => !b.disabled))?.focus();
}

function without(kept, words) {
  before = store.items();
  keep(before.filter(kept), words);
  show();
  undo.focus();
}

function drop(target) {
  if (!dragged || dragged === target) return;
  const all = store.items();
  const from = all.findIndex((i) => i.id === dragged);
  const to = all.findIndex((i) => i.id === target);
  all.splice(to, 0, ...all.splice(from, 1));
  keep(all, `移到第 ${to + 1} 条`);
  show();
}

function note(id, text) {
  keep(store.items().map((i) => (i.id === id ? { ...i, note: text } : i)));
  carry();
}

function step(item, n, by, label, off) {
  return make("button", { type: "button", class: "quiet small", disabled: off, "data-by": by,
    "aria-label": `${label}：第 ${n + 1} 条`, on: { click: () => moved(item.id, by) } }, label);
}

function entry(item, n, all) {
  const area = make("textarea", { rows: 2, maxlength: 2000, id: `note-${n}`, on: { change: (e) => note(item.id, e.target.value.trim()) } });
  area.value = item.note;
  const on = {
    dragstart: (e) => {
      dragged = item.id;
      e.dataTransfer.effectAllowed = "move";
      e.dataTransfer.setData("text/plain", item.text);
    },
    dragover: (e) => e.preventDefault(),
    drop: (e) => { e.preventDefault(); drop(item.id); },
    dragend: () => { dragged = null; },
  };
  return make("li", { class: "card", draggable: "true", on },
    item.asked ? make("p", { class: "quiet" }, `问：${item.asked}`) : "",
    make("p", { class: "text" }, item.text),
    make("p", { class: "source" }, make("a", { href: item.link }, item.citation)),
    make("p", { class: "noted" }, item.note),
    make("label", { for: `note-${n}` }, "备注"), area,
    make("p", { class: "links" }, step(item, n, -1, "上移", n === 0), step(item, n, 1, "下移", n === all.length - 1),
      make("button", { type: "button", class: "quiet small", "aria-label": `移出：第 ${n + 1} 条`,
        on: { click: () => without((i) => i.id !== item.id, "已移出 1 条") } }, "移出")));
}

/** The form for the pack: the clauses and notes, in order. */
function carry() {
  const notes = new Map(); // each clause once, at its first place, with every note on it
  for (const { clause, note: words } of store.items()) {
    for (const id of clause.split(" ")) notes.set(id, [...(notes.get(id) ?? []), words].filter(Boolean));
  }
  fields.replaceChildren(...[...notes].flatMap(([id, said]) => [
    make("input", { type: "hidden", name: "clause", value: id }),
    make("input", { type: "hidden", name: "note", value: said.join("\n") })]));
  list.querySelectorAll(".noted").forEach((p, n) => { p.textContent = store.items()[n]?.note ?? ""; });
}

function show() {
  const all = store.items();
  list.replaceChildren(...all.map(entry));
  empty.hidden = all.length > 0;
  tools.hidden = all.length === 0;
  undo.hidden = before === null;
  carry();
}

function plain() {
  return store.items().map((i, n) => [i.asked && `问：${i.asked}`, `${n + 1}. ${i.text}`, `——${i.citation}`, i.note && `备注：${i.note}`]
    .filter(Boolean).join("\n")).join("\n\n");
}

async function copy() {
  const text = plain();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // An intranet page without https has no clipboard interface; the older way still works there.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  said.textContent = `已复制 ${store.items().length} 条`;
}

document.querySelector("#copy").addEventListener("click", copy);
document.querySelector("#print").addEventListener("click", () => window.print());
document.querySelector("#clear").addEventListener("click", () => without(() => false, "已清空"));
undo.addEventListener("click", () => {
  keep(before, "已恢复");
  before = null;
  show();
  said.focus();
});
addEventListener("storage", show);
show();
