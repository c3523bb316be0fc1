// What can be done with an answer card: copy a quotation, say whether it was of use, report what is missing.

import { post } from "./chat-request.js";
import { countdown } from "./chat-turns.js";

/** Copies `text`, besides as `html` where there is some; sites served without https have no clipboard, there the old way
 * does it. */
async function copied(text, html) {
  try {
    if (html && window.ClipboardItem) {
      const of = (type, content) => [type, new Blob([content], { type })];
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries([of("text/plain", text), of("text/html", html)]))]);
    } else {
      await navigator.clipboard.writeText(text);
    }
    return true;
  } catch {
    return copiedBySelection(text, html);
  }
}

function copiedBySelection(text, html) {
  const focused = document.activeElement;
  const both = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
  };
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "sr";
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  let done = false;
  if (html) document.addEventListener("copy", both);
  try {
    done = document.execCommand("copy");
  } catch { /* the reader is told below */ }
  document.removeEventListener("copy", both);
  area.remove();
  focused?.focus();
  return done;
}

function selectQuote(button) {
  const quote = button.closest("blockquote")?.querySelector(".text") ?? button.closest(".turn").querySelector(".group");
  if (quote) getSelection().selectAllChildren(quote);
}

async function copy(button, say) {
  const label = (button.dataset.label ??= button.textContent);
  const isLink = "copyLink" in button.dataset;
  const what = isLink ? "链接" : button.dataset.copyHtml ? "整个回答" : "引用";
  if (await copied(isLink ? new URL(button.dataset.copyLink, location.origin).href : button.dataset.copy, button.dataset.copyHtml)) {
    say(`已复制${what}`);
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
    let said = null;
    countdown(error, (text) => {
      if (said !== null && turn.querySelector(".outcome").textContent !== said) return false;
      said = `没有发出去：${text}`;
      outcome(turn, said, true);
      return turn.isConnected;
    });
  }
}

function unfold(turn, button, open) {
  const form = turn.querySelector(".remark");
  form.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  outcome(turn, "");
  (open ? form.querySelector("textarea") : button).focus();
}

/** Shows the clause that a mark leads to, unfolded; the mark is what a reader comes back to. */
function follow(event, link) {
  const clause = link.closest(".turn").querySelector(`[id="${link.hash.slice(1)}"]`);
  if (!clause) return;
  event.preventDefault();
  for (let around = clause.parentElement; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
  clause.scrollIntoView({ block: "center" });
  clause.focus({ preventScroll: true });
}

/** Wires every card in `thread`, also those to come. `historyOf(turn)` gives the questions before it, `choose(turn, kind)` asks the
 * same for a kind of organisation. */
export function wire(thread, { historyOf, say, choose }) {
  thread.addEventListener("click", (event) => {
    const mark = event.target.closest("a.ref");
    if (mark) follow(event, mark);
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
    if (event.target.matches(".kinds")) {
      choose(turn, event.submitter.value);
      return;
    }
    const kind = turn.dataset.status === "answered" ? "answer" : "report";
    const remark = event.target.querySelector("textarea").value.trim();
    feedback(turn, historyOf(turn), { kind, useful: kind === "report" ? null : false, remark });
  });
}

/** Beside the chosen kind of organisation, the others of the choice before stay to be chosen instead. */
export function keepKinds(form, before) {
  const own = form.querySelectorAll("button");
  const named = (button) => button.textContent;
  const here = [...own].map(named);
  const others = [...(before?.querySelectorAll("button") ?? [])].filter((b) => !here.includes(named(b)));
  for (const button of others) {
    const again = button.cloneNode(true);
    again.value = named(button);
    again.setAttribute("aria-pressed", "false");
    again.removeAttribute("title");
    form.append(again);
  }
}
