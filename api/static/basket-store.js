// What a reader has collected (收集), in order, kept in this browser. A browser may forbid storage or be full: then
// nothing is kept, and the reader is told.

const KEY = "dangjian.basket";
const MOST = 300;

const isText = (value) => typeof value === "string";
const isItem = (item) => isText(item?.id) && isText(item.clause) && isText(item.text) && isText(item.citation)
  && isText(item.link) && isText(item.note) && isText(item.asked);

/** Everything collected: {id, clause, text, citation, link, note, asked}; `asked` is the question of an answer,
 * whose `clause` are several ids with blanks between them. */
export function items() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(stored) ? stored.filter(isItem).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keeps these items in this order. Throws where the browser does not let it. */
export function keep(all) {
  if (all.length > MOST) throw new Error(`收集满了：最多 ${MOST} 条。`);
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    throw new Error("这个浏览器不让保存。");
  }
  dispatchEvent(new Event("basket"));
}

/** Adds one item; the same words of the same clause stand once. */
export function add(item) {
  const all = items();
  if (!all.some((i) => i.id === item.id)) keep([...all, item]);
}
