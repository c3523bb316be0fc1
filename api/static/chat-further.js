// What else is worth asking, fetched behind an answer: it waits for nothing, and where it does not come nothing is missing.

import { post } from "./chat-request.js";

/** Offers further questions below the last answer of a thread. */
export async function offer(turn, asked) {
  const place = turn.querySelector(".further");
  if (!place) return;
  try {
    const { body } = await post("/further", asked);
    const links = new DOMParser().parseFromString(await body.text(), "text/html").querySelectorAll("a.ask");
    if (!links.length) return;
    const list = document.createElement("ul");
    list.append(...[...links].map((link) => {
      const item = document.createElement("li");
      item.append(document.adoptNode(link));
      return item;
    }));
    const heading = document.createElement("h3");
    heading.textContent = "还可以问";
    place.replaceChildren(heading, list);
    place.hidden = false;
  } catch { /* an answer is complete without them */ }
}
