// Small pieces of the checklist page.

/** An element with attributes and children; texts are shown as text. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export const button = (label, act, more = {}) =>
  make("button", { type: "button", class: "quiet small", on: { click: act }, ...more }, label);

/** 2026-06-12 as 6月12日. */
export function spoken(day) {
  const [, month, date] = day.split("-").map(Number);
  return `${month}月${date}日`;
}

/** A small form. `fields` are [name, label, attributes]; `send` gets their values. */
export function form(fields, send, cancel, label = "保存") {
  const inputs = fields.map(([name, text, attributes]) => {
    const { options, ...rest } = attributes;
    const input = options
      ? make("select", { name, ...rest }, ...options.map(([value, said]) => make("option", { value }, said)))
      : make("input", { name, ...rest });
    return make("label", {}, text, input);
  });
  return make("form", {
    class: "edit",
    on: {
      submit: (event) => {
        event.preventDefault();
        send(Object.fromEntries(new FormData(event.currentTarget)));
      },
      keydown: (event) => { if (event.key === "Escape") cancel(); },
    },
  }, ...inputs, make("button", { class: "small" }, label), button("取消", cancel));
}
