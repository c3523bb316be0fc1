// Upload with drag and drop and a progress bar. Without JavaScript the form itself uploads.

const form = document.querySelector("#upload");
const input = form.elements.file;
const state = document.querySelector("#upload-state");
const error = document.querySelector("#upload-error");
const button = form.querySelector("button");

function fail(message) {
  error.textContent = message;
  error.hidden = false;
  state.hidden = true;
  button.disabled = false;
}

function detailOf(request) {
  try {
    return JSON.parse(request.responseText).detail;
  } catch {
    return null;
  }
}

function send() {
  const file = input.files[0];
  const limit = Number(form.dataset.max);
  error.hidden = true;
  if (file.size > limit) return fail(`文件太大：上限 ${Math.floor(limit / 1048576)} MB。请拆分或压缩图片后再上传。`);
  if (file.size === 0) return fail("文件是空的。");
  const [bar, words] = state.children;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", form.dataset.csrf);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const share = Math.floor((100 * event.loaded) / event.total);
    bar.value = share;
    words.textContent = share < 100 ? `已上传 ${share}%` : "已上传，正在读取和拆分…";
  });
  request.addEventListener("load", () => {
    if (request.status === 201) location.assign(JSON.parse(request.responseText).location);
    else if (request.status === 401) location.assign("/admin/sign-in");
    else fail(detailOf(request) ?? "上传没有成功，请稍后再试。");
  });
  request.addEventListener("error", () => fail("连接断了，没有上传成功。请检查网络后再试。"));
  state.hidden = false;
  words.textContent = "正在上传…";
  button.disabled = true;
  request.send(new FormData(form));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("over");
});
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  send();
});
// Dropped beside the form, a file would replace the page.
for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());

// One confirmation open at a time; Escape closes it.
const confirmations = [...document.querySelectorAll("details.confirm")];
for (const one of confirmations) {
  one.addEventListener("toggle", () => {
    if (one.open) for (const other of confirmations) if (other !== one) other.open = false;
  });
}
addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const one of confirmations) one.open = false;
});
