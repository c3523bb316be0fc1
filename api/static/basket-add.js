// 收集: puts a clause, or an answer, into the basket of this browser, from whatever page it stands on.

import * as store from "./basket-store.js";

const place = document.querySelector('nav a[href="/basket"]');

function count() {
  const all = store.items().length;
  if (place) place.textContent = all ? `收集 ${all}` : "收集";
}

function words(button) {
  const near = button.closest("[data-collected]");
  return (button.dataset.text ?? near?.querySelector(".text")?.textContent ?? "").trim();
}

function collected(button) {
  const { collect: clause, citation, start = "", end = "", asked = "", link } = button.dataset;
  const marked = end ? `&start=${start}&end=${end}` : "";
  return { id: [clause, start, end, asked].join("."), clause, text: words(button), citation, note: "", asked,
    link: link ?? `/documents/${clause.split("-")[0]}?clause=${clause}${marked}#${clause}` };
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-collect]");
  if (!button) return;
  try {
    store.add(collected(button));
    button.textContent = "已收集";
    button.setAttribute("aria-label", `已收集：${button.dataset.citation}`);
  } catch (error) {
    button.textContent = `没有收集：${error.message}`;
    button.setAttribute("role", "alert");
  }
});

addEventListener("basket", count);
addEventListener("storage", count);
count();
document.documentElement.classList.add("collects"); // only now are the buttons shown
