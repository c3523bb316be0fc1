// The chat box on another page: <script src="http://…/static/embed.js" defer></script>
// Options on the script tag: data-label (the button's text), data-scope (kind of organisation chosen beforehand),
// data-size="large" (large letters), data-width and data-height (of the box, in pixels).
(() => {
  const script = document.currentScript;
  const NAME = "dangjian-kb";
  if (!script || document.querySelector(NAME)) return;
  const origin = new URL(script.src).origin;
  const label = script.dataset.label || "党建规章问答";
  const path = script.dataset.size === "large" ? "/embed/large" : "/embed";
  const pixels = (stated) => (Number(stated) >= 280 && Number(stated) <= 2000 ? `${Number(stated)}px` : "");
  const query = script.dataset.scope ? `?${new URLSearchParams({ scope: script.dataset.scope })}` : "";

  const STYLE = `
    :host { all: initial; }
    * { box-sizing: border-box; font: 16px/1.5 system-ui, "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
    button { cursor: pointer; border: 0; }
    .open { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; min-height: 48px; padding: 10px 20px; border-radius: 24px; background: #a8201a; color: #fff; box-shadow: 0 4px 18px rgb(0 0 0 / 25%); }
    .open[aria-expanded="true"] { display: none; }
    button:focus-visible { outline: 3px solid #a8201a; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .panel { position: fixed; right: 20px; bottom: 20px; z-index: 2147483001; display: flex; flex-direction: column; width: min(var(--width, 420px), calc(100vw - 40px)); height: min(var(--height, 680px), calc(100vh - 40px)); overflow: hidden; border: 1px solid #ded6ca; border-radius: 14px; background: #faf8f5; color: #1f1b16; box-shadow: 0 12px 44px rgb(0 0 0 / 28%); }
    .panel[hidden] { display: none; }
    .top { display: flex; align-items: center; justify-content: space-between; padding: 4px 4px 4px 16px; background: #a8201a; color: #fff; font-weight: 600; }
    .close { min-width: 44px; min-height: 44px; border-radius: 8px; background: none; color: #fff; font-size: 15px; }
    .close:focus-visible { outline-color: #fff; outline-offset: -4px; box-shadow: none; }
    iframe { flex: 1; width: 100%; border: 0; }
    @media (max-width: 480px) { .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } }
    @media print { .open, .panel { display: none; } }`;

  const element = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const host = document.createElement(NAME);
  const root = host.attachShadow({ mode: "open" });
  const button = element("button", { type: "button", className: "open", textContent: label });
  const panel = element("div", { className: "panel", hidden: true });
  const top = element("div", { className: "top" });
  const close = element("button", { type: "button", className: "close", textContent: "关闭" });
  let frame = null;

  // A sheet made by script is not touched by the host page's content-security policy, a style element would be.
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(element("style", { textContent: STYLE }));
  }
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-haspopup", "dialog");
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", label);
  for (const side of ["width", "height"]) {
    if (pixels(script.dataset[side])) panel.style.setProperty(`--${side}`, pixels(script.dataset[side]));
  }
  top.append(element("span", { textContent: label }), close);
  panel.append(top);
  root.append(button, panel);

  function show(open) {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (!open) return button.focus();
    if (!frame) {
      frame = element("iframe", { title: label, src: `${origin}${path}${query}`, allow: "clipboard-write" });
      panel.append(frame);
    }
    return frame.focus();
  }

  button.addEventListener("click", () => show(true));
  close.addEventListener("click", () => show(false));
  // A key pressed in the box is the box's: while its frame is taking the focus, the browser may show it here too.
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape" && root.activeElement !== frame) show(false); });
  addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.origin === origin && event.data === "dangjian:close") show(false);
  });
  document.body.append(host);
})();
