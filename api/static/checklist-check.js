// What a reader corrected in a self-check stays in this browser, by the plan and the item.
// Without JavaScript the corrections still go into the exported file.

const form = document.querySelector("#found");

if (form) {
  const key = `selfcheck:${form.dataset.digest}`;
  const kept = form.querySelector(".kept");
  const corrections = read();

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }

  function write() {
    try {
      if (Object.keys(corrections).length) localStorage.setItem(key, JSON.stringify(corrections));
      else localStorage.removeItem(key);
      kept.textContent = Object.keys(corrections).length ? `改过 ${Object.keys(corrections).length} 项，记在本机浏览器里` : "";
    } catch {
      kept.textContent = "浏览器不让保存，改动只在这一页有效";
    }
  }

  function correct(select) {
    if (select.value === select.dataset.found) delete corrections[select.name];
    else corrections[select.name] = select.value;
  }

  function show(select) {
    const found = select.dataset.found;
    select.parentElement.querySelector(".changed-by-hand").textContent = select.value === found ? "" : `原判：${found}`;
  }

  for (const select of form.querySelectorAll("select[data-found]")) {
    const said = corrections[select.name];
    // A choice made while this script was still on its way counts; nothing told the script of it.
    const chosen = !select.selectedOptions[0].defaultSelected;
    if (!chosen && [...select.options].some((option) => option.value === said)) select.value = said;
    if (chosen) correct(select);
    show(select);
    select.addEventListener("change", () => {
      correct(select);
      show(select);
      write();
    });
  }
  write();
}
