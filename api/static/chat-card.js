// What can be done with an answer card: copy a quotation, say whether it was of use, report what is missing.

import { post } from "./chat-request.js";

/** Copies `text`; sites served without https have no clipboard, there the old way does it. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

function copiedBySelection(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "sr";
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch { /* the reader is told below */ }
  area.remove();
  focused?.focus();
  return done;
}

function selectQuote(button) {
  const quote = button.closest("blockquote")?.querySelector(".text");
  if (quote) getSelection().selectAllChildren(quote);
}

async function copy(button, say) {
  const label = (button.dataset.label ??= button.textContent);
  const isLink = "copyLink" in button.dataset;
  if (await copied(isLink ? new URL(button.dataset.copyLink, location.origin).href : button.dataset.copy)) {
    say(isLink ? "已复制链接" : "已复制引用");
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = label; }, 2000);
  } else {
    selectQuote(button);
    say(isLink ? "浏览器不让复制：请右击“固定链接”复制。" : "浏览器不让复制：条款已选中，请按 Ctrl+C。");
  }
}

function outcome(turn, text, isFailure = false) {
  const line = turn.querySelector(".outcome");
  line.classList.toggle("failed", isFailure);
  line.textContent = text;
}

async function feedback(turn, history, { kind, useful, remark }) {
  const { question, scope, role, status, clauses } = turn.dataset;
  const report = {
    question, history, scope: scope || null, role: role || null, status, useful, remark, kind,
    clauses: clauses.split(" ").filter(Boolean),
  };
  const buttons = turn.querySelectorAll(".actions button, .remark button");
  buttons.forEach((b) => { b.disabled = true; });
  try {
    await post("/api/feedback", report);
    turn.querySelectorAll("[aria-pressed]").forEach((b) => b.setAttribute("aria-pressed", b.dataset.vote === (useful ? "yes" : "no")));
    turn.querySelector(".remark").hidden = true;
    turn.querySelectorAll(".remark button").forEach((b) => { b.disabled = false; });
    outcome(turn, kind === "report" ? "已反馈给管理员，谢谢。" : useful ? "谢谢，已记下。" : "已记下，管理员会看到。谢谢。");
  } catch (error) {
    buttons.forEach((b) => { b.disabled = false; });
    outcome(turn, `没有发出去：${error.message}`, true);
  }
}

function unfold(turn, button, open) {
  const form = turn.querySelector(".remark");
  form.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  outcome(turn, "");
  (open ? form.querySelector("textarea") : button).focus();
}

/** Wires every card in `thread`, also those to come. `historyOf(turn)` gives the questions before it. */
export function wire(thread, { historyOf, say }) {
  thread.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const turn = event.target.closest(".turn");
    if (!button || !turn) return;
    const opener = turn.querySelector('[data-vote="no"], [data-vote="report"]');
    if ("copy" in button.dataset || "copyLink" in button.dataset) copy(button, say);
    else if ("cancel" in button.dataset) unfold(turn, opener, false);
    else if (button.dataset.vote === "yes") feedback(turn, historyOf(turn), { kind: "answer", useful: true, remark: "" });
    else if (button.dataset.vote) unfold(turn, button, turn.querySelector(".remark").hidden);
  });
  thread.addEventListener("submit", (event) => {
    event.preventDefault();
    const turn = event.target.closest(".turn");
    const kind = turn.dataset.status === "answered" ? "answer" : "report";
    const remark = event.target.querySelector("textarea").value.trim();
    feedback(turn, historyOf(turn), { kind, useful: kind === "report" ? null : false, remark });
  });
}
