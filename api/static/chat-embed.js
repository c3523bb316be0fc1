// Where fingers point, the box steps back once a question is sent, so that there is room for the answer.
document.querySelector("#ask").addEventListener("submit", () => {
  if (matchMedia("(pointer: coarse)").matches) document.activeElement?.blur();
});
