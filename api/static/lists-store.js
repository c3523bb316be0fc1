// The checklists that this browser knows: its own, whole, and those that the service keeps, by id and key.
// A browser may forbid storage or be full: then a list works until the page is closed, and the reader is told.

const LISTS = "dangjian.lists";
const NAME = "dangjian.name";
const MOST = 30;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const isText = (value) => typeof value === "string";

function isEntry(entry) {
  const head = entry?.kept ?? entry?.head;
  return isText(entry?.id) && isText(head?.name) && isText(head.role) && isText(head.scope) && Number.isInteger(head.year)
    && (entry.kept ? Array.isArray(entry.kept.items) : isText(entry.key));
}

/** Every list, the one used last first. An entry is {id, kept} for a list of this browser, {id, key, head} for one
 * that the service keeps. */
export function lists() {
  const stored = read(LISTS);
  return Array.isArray(stored) ? stored.filter(isEntry).slice(0, MOST) : [];
}

/** What is known of a list: name, role, scope, year. */
export const headOf = (entry) => entry.kept ?? entry.head;

/** Remembers a list, as the one used last; false where the browser does not let us. */
export function put(entry) {
  return write(LISTS, [entry, ...lists().filter((e) => e.id !== entry.id)].slice(0, MOST));
}

export function forget(id) {
  return write(LISTS, lists().filter((e) => e.id !== id));
}

export function newId() {
  return `b${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}

/** Who ticks in lists that several use. */
export const ownName = () => (isText(read(NAME)) ? read(NAME).slice(0, 20) : "");
export const setOwnName = (name) => write(NAME, name.slice(0, 20));

/** Calls `act` when another tab changes a list. */
export function onChange(act) {
  addEventListener("storage", (event) => { if (event.key === LISTS) act(); });
}
