// The reading page without reloading: copying a citation, and going from one found place to the next.
// Without JavaScript the links do the same by loading the page again.

const print = document.querySelector("#print");
const copied = document.querySelector(".copied");

document.documentElement.classList.add("scripted");

function show(element) {
  element.scrollIntoView({ block: "center" });
}

async function copy(button) {
  const text = button.closest(".clause").querySelector(".printed").textContent;
  const quote = `“${text}”——${button.dataset.citation}`;
  try {
    await navigator.clipboard.writeText(quote);
  } catch {
    // An intranet page without https has no clipboard interface; the older way still works there.
    const area = Object.assign(document.createElement("textarea"), { value: quote });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  copied.textContent = `已复制：${button.dataset.citation}`;
  button.textContent = "已复制";
  setTimeout(() => { button.textContent = "复制引用"; copied.textContent = ""; }, 2500);
}

function go(event) {
  const target = new URL(event.currentTarget.href);
  const place = document.getElementById(target.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const hits = Number(print.dataset.hits);
  const number = Number(target.searchParams.get("hit"));
  document.querySelectorAll("mark.current").forEach((mark) => mark.classList.remove("current"));
  place.classList.add("current");
  show(place);
  document.querySelector("#at").textContent = `第 ${number} 处，`;
  history.replaceState(null, "", target);
  link("#previous", number > 1 ? number - 1 : hits);
  link("#next", number < hits ? number + 1 : 1);
}

function link(selector, number) {
  const a = document.querySelector(selector);
  const target = new URL(a.href);
  target.searchParams.set("hit", number);
  target.hash = `hit-${number}`;
  a.href = target;
}

print.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copy(button);
});
document.querySelectorAll("#previous, #next").forEach((a) => a.addEventListener("click", go));

const wanted = document.querySelector("#cited") ?? document.querySelector(".is-cited");
if (wanted) show(wanted);
