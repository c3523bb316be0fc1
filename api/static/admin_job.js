// Shows how far a change is, and its result when it is there. Without JavaScript the page reloads itself.

const shown = document.querySelector("#job");
const step = document.querySelector("#step");
const bar = shown.querySelector("progress");

async function look() {
  let job;
  try {
    const response = await fetch(`/admin/jobs/${shown.dataset.id}/state`, { headers: { Accept: "application/json" } });
    if (!response.ok) return location.reload();
    job = await response.json();
  } catch {
    step.textContent = "连接断了，正在重试…";
    setTimeout(look, 2000);
    return;
  }
  if (job.state === "done" || job.state === "failed") return location.reload();
  step.textContent = `${job.step}…${job.total ? ` ${job.done} / ${job.total}` : ""}`;
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  } else {
    bar.removeAttribute("value");
  }
  setTimeout(look, 300);
}

look();
