// 加入我的清单: adds the words of a clause to the list used last, or to a list of one's own.

import { make } from "./checklist-parts.js";
import { keeperOf, pageOf } from "./lists-keeper.js";
import * as store from "./lists-store.js";

function latest() {
  const [known] = store.lists();
  return known ?? { id: store.newId(), kept: { name: "", role: "", scope: "", year: new Date().getFullYear() } };
}

async function add(button) {
  const { addClause: clause, start, end } = button.dataset;
  const keeper = keeperOf(latest());
  await keeper.load();
  await keeper.change({ do: "add", entry: { clause, start: Number(start ?? 0), end: Number(end ?? 0) } });
  const { name, role, scope, year } = keeper.kept();
  const there = make("a", { class: button.className, href: pageOf({ id: keeper.id, key: keeper.key, head: { role, scope, year } }) }, `已加入“${name}”`);
  button.replaceWith(there);
  there.focus();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-add-clause]");
  if (!button) return;
  button.disabled = true;
  try {
    await add(button);
  } catch (error) {
    button.disabled = false;
    button.textContent = `没有加入：${error.message}`;
    button.setAttribute("role", "alert");
  }
});

document.documentElement.classList.add("adds"); // only now are the buttons shown
