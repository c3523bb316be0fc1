// The training page: clauses and topics move up and down, and the pack is made while its progress shows.
// Without JavaScript the same form gives the pack at once, in the order of the page.

const form = document.querySelector("#training");
const shown = form.querySelector(".progress");
const moved = form.elements.moved;

for (const list of form.querySelectorAll(".movable")) {
  if (list.children.length < 2) continue;
  for (const item of list.children) {
    const place = item.querySelector(":scope > .moves");
    const name = item.querySelector("h3, .source").textContent.trim();
    for (const [text, step] of [["上移", -1], ["下移", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = text;
      button.setAttribute("aria-label", `${text}：${name}`);
      button.addEventListener("click", () => move(list, item, step, button));
      place.append(button);
    }
  }
}

function move(list, item, step, button) {
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(item);
  else other.after(item);
  moved.value = "1";
  button.focus();
}

form.addEventListener("submit", async (event) => {
  const to = event.submitter?.getAttribute("formaction");
  if (to) return; // to look at the clauses
  event.preventDefault();
  const made = event.submitter;
  made.disabled = true;
  tell("正在开始…");
  try {
    const job = await sent("/training/jobs", { method: "POST", body: new FormData(form) });
    await finished(job);
  } catch (error) {
    tell(error.message || "连接断了，请再试一次。", true);
  } finally {
    made.disabled = false;
  }
});

async function sent(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { Accept: "application/json" } });
  const said = await response.json();
  if (!response.ok) throw new Error(said.detail);
  return said;
}

async function finished(job) {
  while (job.state !== "done" && job.state !== "failed") {
    tell(`${job.step}…${job.total ? ` ${job.done} / ${job.total}` : ""}`, false, job);
    await new Promise((resolve) => setTimeout(resolve, 250));
    job = await sent(`/training/jobs/${job.id}`);
  }
  if (job.state === "failed") throw new Error(job.message);
  tell(job.message);
  const link = document.createElement("a");
  link.href = `/training/jobs/${job.id}/pack`;
  link.textContent = "下载材料（zip）";
  link.download = "";
  shown.append(" ", link);
  link.click();
}

function tell(text, wrong = false, job = null) {
  shown.textContent = text;
  shown.classList.toggle("error", wrong);
  if (!job) return;
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "进度");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
  shown.append(document.createElement("br"), bar);
}
