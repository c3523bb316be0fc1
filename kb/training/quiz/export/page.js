"use strict";
(() => {
  const form = document.getElementById("quiz");
  const score = document.getElementById("score");
  const spelled = (text) => text.normalize("NFKC").replace(/\s+/g, "").replace(/[-—–~～至到]+/g, "-").replace(/[。.]+$/, "");
  const given = (field) => [...field.querySelectorAll("input, select, textarea")]
    .filter((x) => !["radio", "checkbox"].includes(x.type) || x.checked).map((x) => x.value.trim()).filter(Boolean);
  const right = (field) => {
    const answers = given(field);
    const keys = field.dataset.key.split("|");
    if (field.dataset.type === "fill") return answers.length === 1 && keys.includes(spelled(answers[0]));
    return answers.length === keys.length && keys.every((k) => answers.includes(k));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let won = 0;
    for (const field of form.querySelectorAll("fieldset")) {
      const why = field.querySelector(".why");
      why.hidden = false;
      if (field.dataset.type === "short") continue;
      const good = right(field);
      won += good ? 1 : 0;
      why.dataset.right = good ? "1" : "0";
      const missing = given(field).length === 0;
      why.querySelector(".verdict").textContent = good ? form.dataset.right : missing ? form.dataset.missing : form.dataset.wrong;
    }
    score.textContent = form.dataset.score.replace("{right}", won).replace("{all}", form.dataset.all);
    score.scrollIntoView({ block: "center" });
  });
  form.addEventListener("reset", () => {
    score.textContent = "";
    for (const why of form.querySelectorAll(".why")) why.hidden = true;
  });
})();
