// The tools above the thread: its questions, earlier conversations, export, print.

import { post } from "./chat-request.js";
import * as store from "./chat-store.js";

function item(label, act) {
  const li = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = label.length > 40 ? `${label.slice(0, 39)}…` : label;
  button.addEventListener("click", act);
  li.append(button);
  return li;
}

/** Fills a menu with [label, act] pairs; an empty menu is hidden. */
export function fill(menu, entries) {
  menu.querySelector("ol, ul").replaceChildren(...entries.map(([label, act]) => item(label, () => {
    menu.open = false;
    act();
  })));
  menu.hidden = entries.length === 0;
}

/** Menus close where a reader looks elsewhere. */
export function wireMenus(menus) {
  document.addEventListener("click", (event) => menus.forEach((m) => { if (!m.contains(event.target)) m.open = false; }));
  menus.forEach((m) => {
    m.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !m.open) return;
      m.open = false;
      m.querySelector("summary").focus();
    });
    m.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !m.contains(event.relatedTarget)) m.open = false;
    });
  });
}

function named(headers) {
  const name = /filename\*=UTF-8''([^;]+)/i.exec(headers.get("Content-Disposition") ?? "");
  return name ? decodeURIComponent(name[1]) : "党建问答";
}

/** Downloads the turns as a file of this kind. Throws Problem. */
export async function download(kind, turns) {
  const { headers, body } = await post(`/export/${kind}`, { turns });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = named(headers);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What other kinds of organisation must do is printed too, unfolded while printing. */
export function wirePrinting(thread) {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...thread.querySelectorAll(".others details:not([open])")];
    opened.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));
}

/** Short or long cards, as this reader wants them; it stays. */
export function wireView() {
  const buttons = [...document.querySelectorAll("[data-view]")];
  const apply = (view) => {
    document.documentElement.classList.toggle("brief", view === "brief");
    buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === view)));
  };
  buttons.forEach((b) => b.addEventListener("click", () => {
    apply(b.dataset.view);
    store.saveView(b.dataset.view);
  }));
  apply(store.view());
}
