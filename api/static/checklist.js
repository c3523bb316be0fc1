// The checklist page with its list: ticking, undoing, what is due. Without this script the list can be read and printed.

import * as files from "./checklist-files.js";
import * as lines from "./checklist-lines.js";
import * as panel from "./checklist-panel.js";
import { button, form, make } from "./checklist-parts.js";
import { request } from "./chat-request.js";
import { addressOf, keeperOf, pageOf } from "./lists-keeper.js";
import * as store from "./lists-store.js";

const root = document.querySelector("#checklist");
const [mine, top, said] = ["#mine", "#panel", "#said"].map((s) => root.querySelector(s));
const { role, scope, year, csrf } = root.dataset;
const EXPORTS = [["xlsx", "Excel 文件"], ["docx", "Word 文件"], ["ics", "日历文件"], ["md", "Markdown 文件"]];

let keeper = null;
let working = Promise.resolve();

function say(text, { failed = false, undo = null } = {}) {
  said.classList.toggle("failed", failed);
  said.replaceChildren(text, undo ? button(undo[0], undo[1]) : "");
  clearTimeout(say.timer);
  if (!failed) say.timer = setTimeout(() => said.replaceChildren(), 8000);
}

/** Does one thing after the other, so that no change is lost; what fails is said. */
function inTurn(work) {
  working = working.then(work).catch((error) => say(error.message, { failed: true }));
  return working;
}

function show(board) {
  const where = keeper.served ? "存在服务里，有网址的人都能看、能改。"
    : keeper.isStored() ? "只存在这台电脑的浏览器里。可存成文件备份，或换一台电脑打开。" : "勾选后自动存在这台电脑的浏览器里。";
  panel.show(top, board, { where, tools: tools() });
  lines.show(root, board, { act, fresh: !keeper.isStored() });
}

function act(change, box = null) {
  return inTurn(async () => {
    try {
      const board = await keeper.change(change);
      show(board);
      if (change.do === "undo") say("已撤销，记录还在。");
      else if (change.do === "tick") say("已记下。", { undo: ["撤销", () => act({ do: "undo", item: change.item, due: change.due })] });
      else said.replaceChildren();
    } catch (error) {
      if (box) box.checked = !box.checked;
      throw error;
    }
  });
}

const menu = (label, ...buttons) => make("details", {}, make("summary", {}, label), make("div", { class: "sheet" }, ...buttons));

function tools() {
  const named = () => {
    const { name, owner, shared, since } = keeper.kept();
    const fields = [["name", "名称", { value: name, required: true, maxlength: 100 }], ["owner", "支部或个人", { value: owner, maxlength: 100 }],
      ["shared", "与谁共用（顿号分开）", { value: shared.join("、"), maxlength: 300 }], ["since", "从哪天算起（之前的不计）", { type: "date", value: since ?? "" }], ["by", "我的姓名（记在勾选里）", { value: store.ownName(), maxlength: 20 }]];
    const one = form(fields, ({ by, ...values }) => {
      store.setOwnName(by.trim());
      const people = values.shared.split(/[、,，;；\s]+/).filter(Boolean).slice(0, 50);
      act({ do: "name", name: values.name, owner: values.owner, shared: people, since: values.since || null });
    }, () => one.remove());
    top.querySelector(".bar").after(one);
    one.elements.name.focus();
  };
  return [
    menu("导出", ...EXPORTS.map(([kind, label]) => button(label, () => inTurn(() => files.exportFile(kind, keeper.kept())))), button("打印", () => print())),
    menu("清单", button("名称和起止", named), button("加一项", addOwn), button("导入勾好的 Excel", importFile),
      button("存成文件", () => files.saveFile(keeper.kept())), ...(keeper.served ? [] : [button("从文件打开", openFile)]),
      button("另建一份", another), ...(csrf && !keeper.served ? [button("存到服务里", serve)] : []),
      ...(keeper.isStored() ? [button(keeper.served ? "从这台电脑移走" : "删去这份清单", remove)] : [])),
  ];
}

function addOwn() {
  const one = form([
    ["action", "做什么", { required: true, maxlength: 200 }],
    ["who", "谁", { options: [["own", "本人"], ["branch", "支部"]] }],
    ["due", "期限（可不填）", { type: "date" }],
  ], ({ action, who, due }) => act({ do: "add", entry: { action, who, due: due ? [due] : [] } }), () => one.remove(), "加入");
  top.querySelector(".bar").after(one);
  one.elements.action.focus();
}

function importFile() {
  return inTurn(async () => {
    const file = await files.chosen(".xlsx");
    if (!file) return;
    const read = await keeper.importFile(await files.content(file));
    show(read);
    const report = read.left_out.map((one) => make("li", {}, `第 ${one.row} 行：${one.reason}`));
    top.append(make("div", { role: "status" }, make("p", {}, `导入了 ${read.taken} 条${report.length ? `，${report.length} 条没有导入：` : "。"}`), make("ul", { class: "report" }, ...report)));
  });
}

function openFile() {
  return inTurn(async () => {
    const file = await files.chosen(".json,application/json");
    if (!file) return;
    const entry = { id: store.newId(), kept: await files.listIn(file) };
    await keeperOf(entry).save();
    go(entry);
  });
}

function serve() {
  return inTurn(async () => {
    const { body } = await request("POST", "/api/lists", { body: { kept: keeper.kept() }, headers: { "X-CSRF-Token": csrf } });
    const { id, key, link } = JSON.parse(await body.text());
    const { name, role: of, scope: kind, year: when } = keeper.kept();
    store.forget(keeper.id);
    store.put({ id, key, head: { name, role: of, scope: kind, year: when } });
    go({ id, key, head: keeper.kept() });
    say(`已存到服务里。把这个网址给要用的人：${new URL(link, location.origin).href}`);
  });
}

function remove() {
  const id = keeper.id;
  if (!keeper.served) files.saveFile(keeper.kept());
  store.forget(id);
  location.assign(addressOf({ role, scope, year }));
}

function another() {
  go({ id: store.newId(), kept: { role, scope, year: Number(year), name: "" } });
}

/** Whether this page shows the checklist of such a list. */
const isHere = (head) => head.role === role && head.scope === scope && String(head.year) === year;

/** Opens a list, on its own page. */
function go(entry) {
  if (isHere(store.headOf(entry))) {
    history.replaceState(null, "", location.pathname + location.search + new URL(pageOf(entry), location.origin).hash);
    open(entry);
  } else location.assign(pageOf(entry));
}

function showMine() {
  const known = store.lists();
  mine.hidden = known.length === 0;
  mine.replaceChildren(make("strong", {}, "我的清单"), make("ul", {}, ...known.map((entry) => {
    const head = store.headOf(entry);
    return make("li", {}, make("button", { type: "button", class: "quiet small", on: { click: () => go(entry) } }, head.name),
      make("span", { class: "quiet" }, [head.scope + head.role, `${head.year} 年`, entry.key ? "存在服务里" : "存在本机"].filter(Boolean).join(" · ")));
  })));
}

/** The list that the address names: #list=ID of this browser, #list=ID.KEY of the service. */
function named() {
  const m = /^#list=([\w-]+)(?:\.([\w-]+))?$/.exec(location.hash);
  if (!m) return null;
  const known = store.lists().find((e) => e.id === m[1]);
  return m[2] ? { id: m[1], key: m[2], head: known?.head ?? null } : known ?? { id: m[1], served: Boolean(csrf) };
}

function open(entry) {
  return inTurn(async () => {
    keeper = keeperOf({ ...entry, kept: entry.kept ?? { role, scope, year: Number(year), name: "" } }, csrf);
    const board = await keeper.load();
    if (!isHere(board.kept)) {
      location.replace(addressOf(board.kept) + location.hash);
      return;
    }
    if (keeper.isStored() && !keeper.served) store.put({ id: keeper.id, kept: keeper.kept() });
    mine.hidden = true;
    show(board);
  });
}

document.documentElement.classList.add("js");
document.addEventListener("click", (event) => root.querySelectorAll(".bar details[open]").forEach((d) => { if (!d.contains(event.target) || event.target.closest(".sheet button")) d.open = false; }));
addEventListener("hashchange", () => { if (named()) open(named()); });
store.onChange(() => { if (keeper?.isStored() && !keeper.served) open(store.lists().find((e) => e.id === keeper.id) ?? { id: keeper.id, kept: keeper.kept() }); });

const wanted = named();
if (wanted) open(wanted);
else if (role) {
  const known = store.lists().find((e) => isHere(store.headOf(e)));
  open(known ?? { id: store.newId(), kept: null });
} else showMine();
