// The lines of a list: boxes to tick, what was noted with each tick, what changed since.

import { button, form, make, spoken } from "./checklist-parts.js";

const LATE = { overdue: "逾期", month: "本月" };
const WHO = { own: "本人", branch: document.querySelector("#checklist").dataset.body };
const keyOf = (line, box) => `${line.id}|${box.due ?? ""}`;

function box(line, one, act) {
  const done = one.tick !== null;
  const late = done ? "" : LATE[one.state] ?? "";
  return make("label", { class: `box ${one.state}` },
    make("input", {
      type: "checkbox", checked: done, "data-key": keyOf(line, one),
      "aria-label": `${line.action}，${one.label}${late ? `，${late}` : ""}`,
      on: { change: (event) => act({ do: event.target.checked ? "tick" : "undo", item: line.id, due: one.due }, event.target) },
    }),
    make("span", {}, one.label),
    done ? make("span", { class: "when" }, spoken(one.tick.done)) : late ? make("span", { class: "late" }, late) : "",
    one.former ? make("span", { class: "when" }, "原期限") : one.moved ? make("span", { class: "when" }, "已改期") : "");
}

function tickRow(line, one, act) {
  const { tick } = one;
  const row = make("li", {});
  const said = [tick.by, tick.note, tick.evidence && `材料：${tick.evidence}`].filter(Boolean).join("，");
  const show = () => row.replaceChildren(
    make("span", {}, `${one.label}：${tick.done} 完成${said ? `，${said}` : ""}`),
    button(said ? "修改" : "写备注、材料", edit),
    button("撤销", () => act({ do: "undo", item: line.id, due: one.due })));
  const edit = () => {
    const editing = form([
      ["done", "完成日期", { type: "date", value: tick.done, required: true }],
      ["note", "备注", { value: tick.note, maxlength: 1000 }],
      ["evidence", "材料（文件名或编号）", { value: tick.evidence, maxlength: 1000 }],
    ], (values) => act({ do: "tick", item: line.id, due: one.due, ...values }), show);
    row.replaceChildren(editing);
    editing.elements.note.focus();
  };
  show();
  return row;
}

function moving(line, act, cancel) {
  const open = line.boxes.filter((one) => !one.former);
  const days = new Map(open.map((one) => [one.due ?? "", one.day ?? ""]));
  const one = form([
    ["due", "哪一次", { options: open.map((b) => [b.due ?? "", b.label]) }],
    ["to", "改到（不填照规定）", { type: "date", value: open[0].day ?? "" }],
  ], ({ due, to }) => act({ do: "move", item: line.id, due: due || null, to: to || null }), cancel);
  one.elements.due.addEventListener("change", () => { one.elements.to.value = days.get(one.elements.due.value); });
  return one;
}

function more(line, act) {
  const done = line.boxes.filter((one) => one.tick);
  const undone = line.undone.length;
  const place = make("div", {});
  const acts = make("div", { class: "acts" },
    line.dropped ? button("恢复适用", () => act({ do: "apply", item: line.id }))
      : button("不适用", () => act({ do: "drop", item: line.id })),
    line.boxes.length && !line.dropped
      ? button("改期限", () => place.replaceChildren(moving(line, act, () => place.replaceChildren()))) : "",
    line.own && !done.length && !undone ? button("去掉", () => act({ do: "remove", item: line.id })) : "");
  return make("details", { class: "more", "data-more": line.id },
    make("summary", {}, done.length ? `记录 ${done.length}` : "更多"),
    make("ul", { class: "ticks" }, ...done.map((one) => tickRow(line, one, act)),
      ...line.undone.map((t) => make("li", { class: "undone" }, `${t.done} 完成${t.note ? `，${t.note}` : ""}（已撤销）`))),
    acts, place);
}

function notice(line, act) {
  if (line.standing === "changed" && line.before) {
    return make("p", { class: "notice" }, make("span", { class: "state review" }, "需要复核"),
      ` 规定改了。先前是：“${line.before}”`, button("已复核", () => act({ do: "look", item: line.id })));
  }
  if (line.review) {
    return make("p", { class: "notice" }, make("span", { class: "state review" }, "需要复核"),
      line.own ? " 出处的条款改了，或已不在库里。" : " 现行的规定里找不到这一项了，记录都还在。",
      button(line.own ? "不再适用" : "已复核", () => act({ do: "drop", item: line.id })));
  }
  return null;
}

/** Lines that the page itself does not print: entries of one's own, and what is in no regulation any more. */
function duty(line) {
  return make("li", { class: "duty", id: `i-${line.id}` },
    make("h3", {}, make("span", { class: `who ${line.who}` }, WHO[line.who]), ` ${line.action}`),
    make("div", { class: "rule", "data-line": line.id },
      line.quote ? make("p", { class: "text" }, line.quote) : "",
      line.citation ? make("p", { class: "cited" }, line.link ? make("a", { href: line.link }, line.citation) : line.citation) : ""));
}

/** Shows the lines of a board; `act(change, box)` makes a change. What had the focus has it again, what was open stays. */
export function show(root, board, { act, fresh }) {
  const focused = document.activeElement?.dataset?.key;
  const open = new Set([...root.querySelectorAll(".more[open]")].map((d) => d.dataset.more));
  root.querySelectorAll(".added").forEach((node) => node.remove());
  for (const [part, own] of [["own-part", true], ["gone-part", false]]) {
    const lines = board.lines.filter((line) => !line.item && line.own === own);
    const section = root.querySelector(`#${part}`);
    section.hidden = lines.length === 0;
    section.querySelector("ol").replaceChildren(...lines.map(duty));
  }
  for (const line of board.lines) {
    const rule = root.querySelector(line.item ? `[data-item="${CSS.escape(line.item)}"]` : `[data-line="${CSS.escape(line.id)}"]`);
    if (!rule) continue;
    const li = rule.closest(".duty");
    rule.querySelector(".paper")?.classList.add("replaced");
    if (!line.boxes.length && line.item) continue; // another rule is followed
    li.classList.toggle("dropped", line.dropped);
    const said = notice(line, act);
    if (said) rule.before(added(said));
    if (line.standing === "new" && !fresh) li.querySelector("h3").append(added(make("span", { class: "state" }, "新增")));
    if (!line.dropped && line.boxes.length) rule.append(added(make("div", { class: "boxes", role: "group", "aria-label": `${line.action}：完成情况` }, ...line.boxes.map((one) => box(line, one, act)))));
    const details = more(line, act);
    details.open = open.has(line.id);
    li.append(added(details));
  }
  if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function added(node) {
  node.classList.add("added");
  return node;
}
