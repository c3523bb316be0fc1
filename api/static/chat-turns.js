// A turn of the conversation on the page: first the question, then what is happening, then the answer card.

import { Problem } from "./chat-request.js";

const SOON = 150;
const SLOW = 3000;
const FOLDED = 200;

function element(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

/** The articles in what the server rendered. It comes from our own template, which escapes every text. Throws Problem
 * where there are none, as when something between answers with a page of its own. */
export function parsed(html) {
  const articles = new DOMParser().parseFromString(html, "text/html").querySelectorAll("article.turn[data-status]");
  if (!articles.length) throw new Problem("收到的不是回答，可能要先登录网络。请刷新页面再试。");
  return [...articles].map((article) => document.adoptNode(article));
}

/** A turn without an answer yet. */
export function unanswered(question) {
  const turn = element("article", "turn");
  const asked = element("h2", "asked", question);
  asked.tabIndex = -1;
  turn.append(asked);
  if (question.length > FOLDED) {
    const fold = element("details", "fold");
    fold.append(element("summary", "", `展开全文（${question.length} 字）`));
    turn.append(fold);
  }
  return turn;
}

function replaceCard(turn, ...content) {
  turn.querySelector(".card")?.remove();
  const card = element("div", "card");
  card.append(...content);
  turn.append(card);
}

/** Shows what is happening while a turn waits; `tell` is told it too. Returns what ends the waiting. */
export function waiting(turn, tell) {
  const show = (text) => {
    replaceCard(turn, element("p", "waiting", text));
    tell(text);
  };
  const soon = setTimeout(show, SOON, "正在查找…");
  const slow = setTimeout(show, SLOW, "网络较慢，还在等回答…");
  return () => {
    clearTimeout(soon);
    clearTimeout(slow);
    turn.querySelector(".card")?.remove();
  };
}

/** Tells what went wrong and, where the service wants a while, how many seconds are left, until `show` returns false. */
export function countdown({ message, wait }, show) {
  let left = wait || 0;
  const tell = () => {
    const text = left > 0 ? message.replace(/\d+ 秒/, `${left} 秒`) : wait > 0 ? "现在可以再试了。" : message;
    if (show(text, left) !== false && left-- > 0) setTimeout(tell, 1000);
  };
  tell();
}

/** Shows why there is no answer, with a button that asks again, after `wait` seconds where the service wants that. */
export function failed(turn, problem, retry) {
  const button = element("button", "", "重试");
  button.type = "button";
  button.addEventListener("click", retry);
  const said = element("p", "failure error", problem.message);
  replaceCard(turn, said, button);
  countdown(problem, (text, left) => {
    said.textContent = text;
    button.disabled = left > 0;
    button.textContent = left > 0 ? `重试（${left} 秒后）` : "重试";
    return button.isConnected;
  });
}

/** What is read first, without the marks in it. */
export function words(lead) {
  const plain = lead.cloneNode(true);
  plain.querySelectorAll(".ref").forEach((mark) => mark.remove());
  return plain.textContent;
}
