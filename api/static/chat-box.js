// The question box: Enter sends, Shift+Enter breaks the line, ↑ recalls, Esc clears, and input methods are left alone.

const AFTER_COMPOSITION = 40;

/** Wires the box. `send()` sends, `asked()` gives earlier questions (oldest first), `leave()` is Esc in an empty box. */
export function wire(box, { send, asked, leave }) {
  let recalled = -1;
  let composedAt = -Infinity;

  const put = (text) => {
    box.value = text;
    grow(box);
    box.setSelectionRange(text.length, text.length);
  };

  const recall = (step) => {
    const questions = asked();
    const showing = recalled >= 0 && box.value === questions[recalled];
    if (box.value && !showing) return false;
    const next = showing ? recalled + step : questions.length - 1;
    if (step > 0 && !showing) return false;
    if (next >= questions.length) put("");
    else if (next >= 0) put(questions[next]);
    recalled = Math.max(Math.min(next, questions.length), 0);
    return true;
  };

  // Some browsers end the composition before they report the Enter that ended it.
  const composing = (event) =>
    event.isComposing || event.keyCode === 229 || event.timeStamp - composedAt < AFTER_COMPOSITION;

  box.addEventListener("compositionend", (event) => { composedAt = event.timeStamp; });
  box.addEventListener("input", () => grow(box));
  box.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    const bare = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (bare && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      if (recall(event.key === "ArrowUp" ? -1 : 1)) event.preventDefault();
    } else if (bare && event.key === "Escape") {
      event.preventDefault();
      if (box.value) put("");
      else if (!event.repeat) leave(); // held down, Esc clears and does not go on to close
    }
  });
}

/** Makes the box as high as its text; newer browsers do it by themselves. */
export function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}
