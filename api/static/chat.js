// The conversation. Without this script the form itself asks, by GET /?q=…; the answers are the same, the server's.

import * as boxes from "./chat-box.js";
import * as cards from "./chat-card.js";
import { post } from "./chat-request.js";
import * as further from "./chat-further.js";
import * as store from "./chat-store.js";
import * as tools from "./chat-tools.js";
import * as turns from "./chat-turns.js";

const MOST_HISTORY = 20;
const MOST_HISTORY_TEXT = 16000;

/** The latest of these questions, as many as one request may carry. */
function latest(questions) {
  let left = MOST_HISTORY_TEXT;
  const fitting = questions.slice(-MOST_HISTORY).reverse().filter((question) => (left -= question.length) >= 0);
  return fitting.reverse();
}
const find = (selector) => document.querySelector(selector);
const [chat, thread, form, box, status, notice] = ["#chat", "#thread", "#ask", "#q", "#status", "#notice"].map(find);
const [scope, role, day] = [form.elements.scope, form.elements.role, form.elements.as_of];
const start = chat.dataset.start;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const touched = matchMedia("(pointer: coarse)");

let current = store.newConversation();
let busy = null; // what stops the request under way

const say = (text) => { status.textContent = text; };
const warn = (text) => { notice.textContent = text; };
const filled = (turn) => ({ question: turn.question, scope: turn.scope || null, role: turn.role || null, as_of: turn.as_of || null });

function show(turn) {
  turn.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

function markFilters() {
  for (const select of [scope, role, day]) select.classList.toggle("set", select.value !== "");
}

function showTools() {
  const talking = thread.querySelector(".turn") !== null;
  document.body.classList.toggle("talking", talking);
  box.placeholder = talking ? "接着问，例如：学校的呢" : "想查什么规定？";
  find("#new").hidden = !talking;
  find("#export").hidden = current.turns.length === 0;
  const questions = [...thread.querySelectorAll(".turn .asked")];
  tools.fill(find("#turns"), questions.length < 2 ? [] : questions.map((q) => [q.textContent, () => {
    show(q.parentElement);
    q.focus({ preventScroll: true });
  }]));
  const past = store.conversations().filter((c) => c.id !== current.id);
  tools.fill(find("#past"), past.map((c) => [`${c.turns[0].question}（${c.turns.length} 个问题）`, () => restore(c)]));
}

/** Puts an answered turn in the place of the one that waited. */
function place(waitingTurn, article) {
  waitingTurn.replaceWith(article);
  if (article === thread.lastElementChild) show(article);
  say(`回答：${turns.words(article.querySelector(".short"))}`);
}

/** Answers a turn, the `at`-th of the conversation. */
async function fetchAnswer(turn, asked, at = current.turns.length) {
  const stop = new AbortController();
  const history = latest(current.turns.slice(0, at).map((t) => t.question));
  const conversation = current;
  const tell = (text) => {
    say(text);
    if (turn === thread.lastElementChild) show(turn);
  };
  const done = turns.waiting(turn, tell);
  busy = stop;
  try {
    const { body } = await post("/answer", { ...filled(asked), history }, stop.signal);
    const [article] = turns.parsed(await body.text());
    if (stop.signal.aborted) return;
    done();
    place(turn, article);
    conversation.turns[at] = asked;
    further.offer(article, { ...filled(asked), history });
    store.save(conversation);
  } catch (error) {
    done();
    if (stop.signal.aborted) return;
    turns.failed(turn, error, () => { if (!busy) fetchAnswer(turn, asked, at); });
    tell(error.message);
  } finally {
    if (busy === stop) busy = null;
    showTools();
  }
}

function ask(question, filters) {
  if (busy) {
    say("上一个问题还在查找，请稍等。");
    return false;
  }
  const turn = turns.unanswered(question);
  thread.querySelector(":scope > .error")?.remove();
  thread.append(turn);
  showTools();
  show(turn);
  if (location.search) history.replaceState(null, "", start);
  fetchAnswer(turn, { question, ...filters });
  return true;
}

/** Asks a turn again for a kind of organisation, which stays chosen; an empty one for all. */
function choose(turn, kind) {
  if (busy) return;
  const answered = [...thread.querySelectorAll(".turn[data-status]")];
  const at = answered.indexOf(turn);
  const kinds = turn.querySelector(".kinds");
  scope.value = kind;
  filtersChanged();
  const again = turns.unanswered(turn.dataset.question);
  turn.replaceWith(again);
  fetchAnswer(again, { ...current.turns[at], scope: kind }, at).then(() => {
    const now = thread.querySelectorAll(".turn[data-status]")[at]?.querySelector(".kinds");
    if (now) cards.keepKinds(now, kinds);
    now?.querySelector(`[value="${kind}"], [aria-pressed="true"]`)?.focus();
  });
}

function filtersChanged() {
  markFilters();
  store.saveFilters({ scope: scope.value, role: role.value });
}

function send() {
  const question = box.value.trim();
  if (!question) {
    warn("请先输入问题。");
    return;
  }
  warn(navigator.onLine ? "" : OFFLINE);
  if (!ask(question, { scope: scope.value, role: role.value, as_of: day.value })) return;
  box.value = "";
  boxes.grow(box);
  readyForNext();
}

/** On a touch screen the keyboard would cover the answer. */
function readyForNext() {
  if (touched.matches) box.blur();
  else box.focus();
}

function clear(conversation) {
  busy?.abort();
  busy = null;
  current = conversation;
  store.setOfThisTab(conversation.turns.length ? conversation.id : null);
  thread.replaceChildren();
  say("");
  if (location.search) history.replaceState(null, "", start);
}

function begin() {
  clear(store.newConversation());
  showTools();
  box.focus();
}

/** Shows a remembered conversation: its questions at once, its answers as the library has them today. */
async function restore(conversation) {
  clear(conversation);
  const stop = new AbortController();
  busy = stop;
  const shown = conversation.turns.map((t) => turns.unanswered(t.question));
  thread.append(...shown);
  const last = shown[shown.length - 1];
  const done = turns.waiting(last, say);
  showTools();
  try {
    const { body } = await post("/answers", { turns: conversation.turns.map(filled) }, stop.signal);
    const articles = turns.parsed(await body.text());
    if (stop.signal.aborted) return;
    done();
    thread.replaceChildren(...articles);
    articles[articles.length - 1].scrollIntoView({ block: "start" });
  } catch (error) {
    done();
    if (!stop.signal.aborted) turns.failed(last, error, () => restore(conversation));
  } finally {
    if (busy === stop) busy = null;
    showTools();
  }
}

const OFFLINE = "网络断开了，连上之后才能查找。";

function wire() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  boxes.wire(box, {
    send,
    asked: () => current.turns.map((t) => t.question),
    leave: () => { if (parent !== window) parent.postMessage("dangjian:close", "*"); },
  });
  cards.wire(thread, {
    say,
    choose,
    historyOf: (turn) => {
      const before = [...thread.querySelectorAll(".turn[data-question]")];
      return latest(before.slice(0, before.indexOf(turn)).map((t) => t.dataset.question));
    },
  });
  chat.addEventListener("click", (event) => {
    const link = event.target.closest("a.ask");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const asked = new URL(link.href).searchParams;
    ask(asked.get("q"), { scope: asked.get("scope") ?? scope.value, role: asked.get("role") ?? role.value, as_of: asked.get("as_of") ?? day.value });
    readyForNext();
  });
  for (const select of [scope, role]) select.addEventListener("change", filtersChanged);
  day.addEventListener("change", markFilters);
  addEventListener("offline", () => warn(OFFLINE));
  addEventListener("online", () => {
    warn("");
    say("网络已恢复。");
  });
  if (!navigator.onLine) warn(OFFLINE);
  box.addEventListener("input", () => { if (navigator.onLine) warn(""); });
}

function wireTools() {
  const menus = [find("#turns"), find("#past"), find("#export")];
  tools.wireMenus(menus);
  tools.wirePrinting(thread);
  find("#new").addEventListener("click", begin);
  find("[data-forget]").addEventListener("click", () => {
    store.forgetAll();
    if (current.turns.length) store.save(current);
    showTools();
    box.focus();
  });
  find("[data-print]").addEventListener("click", () => {
    find("#export").open = false;
    print();
  });
  document.querySelectorAll("[data-export]").forEach((button) => button.addEventListener("click", async () => {
    find("#export").open = false;
    warn("");
    say("正在生成文件…");
    try {
      await tools.download(button.dataset.export, current.turns.map(filled));
      say("文件已下载。");
    } catch (error) {
      turns.countdown(error, (text) => {
        const mine = notice.textContent === "" || notice.textContent.startsWith("没有导出：");
        if (mine) warn(`没有导出：${text}`);
        return mine;
      });
    }
  }));
}

/** The URL wins: an answer in the page begins a conversation of its own, and filters remembered are for a plain one. */
function open() {
  const inPage = [...thread.querySelectorAll(".turn")];
  const asked = new URLSearchParams(location.search);
  if (!asked.has("q") && !asked.has("scope") && !asked.has("role")) {
    const remembered = store.filters();
    scope.value = remembered.scope;
    role.value = remembered.role;
    if (scope.selectedIndex < 0) scope.value = "";
    if (role.selectedIndex < 0) role.value = "";
  }
  markFilters();
  for (const turn of inPage) {
    const { question, understood, scope: s, role: r, asOf } = turn.dataset;
    current.turns.push({ question: understood || question, scope: s, role: r, as_of: asOf });
  }
  if (inPage.length) further.offer(inPage[inPage.length - 1], filled(current.turns[inPage.length - 1]));
  boxes.grow(box);
  const remembered = inPage.length || asked.get("q") ? null : store.ofThisTab();
  if (remembered) restore(remembered);
  else showTools();
}

document.documentElement.classList.add("js");
wire();
wireTools();
tools.wireView();
open();
