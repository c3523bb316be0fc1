// What the browser remembers: conversations (questions only, never answers) and the chosen filters.
// A browser may forbid storage, be full, or hold anything under our keys: then the page works without memory.

const CONVERSATIONS = "dangjian.conversations";
const FILTERS = "dangjian.filters";
const VIEW = "dangjian.view";
const TAB = "dangjian.tab";
const MOST_CONVERSATIONS = 20;
export const MOST_TURNS = 50;

function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const text = (value) => (typeof value === "string" ? value : "");

function turn(stored) {
  const question = text(stored?.question).slice(0, 2000);
  const filter = (name) => text(stored[name]).slice(0, 20);
  return question ? { question, scope: filter("scope"), role: filter("role"), as_of: filter("as_of") } : null;
}

function conversation(stored) {
  const turns = Array.isArray(stored?.turns) ? stored.turns.map(turn).filter(Boolean).slice(-MOST_TURNS) : [];
  return text(stored?.id) && turns.length ? { id: stored.id, turns } : null;
}

/** All remembered conversations, the latest first. */
export function conversations() {
  const stored = read("localStorage", CONVERSATIONS);
  return Array.isArray(stored) ? stored.map(conversation).filter(Boolean).slice(0, MOST_CONVERSATIONS) : [];
}

/** Remembers a conversation in place of its earlier state; gives up older ones where there is no room. */
export function save(current) {
  const others = conversations().filter((c) => c.id !== current.id);
  const all = [{ ...current, turns: current.turns.slice(-MOST_TURNS) }, ...others].slice(0, MOST_CONVERSATIONS);
  write("sessionStorage", TAB, current.id);
  while (all.length && !write("localStorage", CONVERSATIONS, all)) all.pop();
}

/** Forgets every conversation. */
export function forgetAll() {
  write("localStorage", CONVERSATIONS, []);
}

/** The conversation that this tab showed last, null where it showed none. */
export function ofThisTab() {
  const id = read("sessionStorage", TAB);
  return conversations().find((c) => c.id === id) ?? null;
}

/** The next load of this tab begins with `id`, or with nothing. */
export function setOfThisTab(id) {
  write("sessionStorage", TAB, id);
}

export function filters() {
  const stored = read("localStorage", FILTERS);
  return { scope: text(stored?.scope), role: text(stored?.role) };
}

export function saveFilters(chosen) {
  write("localStorage", FILTERS, chosen);
}

/** How much of an answer is shown: "brief" or "full". */
export const view = () => (read("localStorage", VIEW) === "brief" ? "brief" : "full");

export function saveView(chosen) {
  write("localStorage", VIEW, chosen);
}

export function newConversation() {
  return { id: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`, turns: [] };
}
