// Asks without leaving the page. Without JavaScript the form itself asks, by GET /?q=…

const form = document.querySelector("#ask");
const box = form.querySelector("textarea");
const answers = document.querySelector("#answers");

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function clauseQuote(clause, finding) {
  const text = clause.text;
  const words = finding
    ? [text.slice(0, finding.start), element("mark", {}, finding.quote), text.slice(finding.end)]
    : [text];
  return element("blockquote", { className: finding ? "" : "near" },
    element("p", { className: "text" }, ...words),
    element("footer", {}, `—— ${clause.citation} `,
      ...(finding ? [element("span", { className: "scope" }, finding.scope.join("、"))] : [])));
}

function card(answer) {
  const byId = new Map(answer.clauses.map((c) => [c.id, c]));
  const quotes = answer.findings.length
    ? answer.findings.map((f) => clauseQuote(byId.get(f.clause), f))
    : answer.clauses.slice(0, 3).map((c) => clauseQuote(c, null));
  return element("article", { className: "card" },
    element("h2", {}, answer.question),
    element("p", { className: `short ${answer.status}` }, answer.answer), ...quotes);
}

async function ask(question, scope) {
  const waiting = element("p", { className: "waiting" }, "正在查找…");
  answers.prepend(waiting);
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question, scope: scope || null }),
    });
    const body = await response.json();
    waiting.replaceWith(response.ok ? card(body) : element("p", { className: "error", role: "alert" }, body.detail));
  } catch {
    waiting.replaceWith(element("p", { className: "error", role: "alert" }, "连接不上服务，请检查网络后再试。"));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (!question) return;
  const scope = form.elements.scope.value;
  document.querySelector("#examples")?.remove();
  history.replaceState(null, "", `/?${new URLSearchParams(scope ? { q: question, scope } : { q: question })}`);
  ask(question, scope);
  box.value = "";
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    form.requestSubmit();
  }
});
