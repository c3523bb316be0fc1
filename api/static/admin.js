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

function refused(file) {
  const limit = Number(form.dataset.max);
  if (file.size > limit) return `文件太大：上限 ${Math.floor(limit / 1048576)} MB。请拆分或压缩图片后再上传。`;
  return file.size === 0 ? "文件是空的。" : null;
}

function told(row, words, link) {
  row.lastElementChild?.remove();
  const said = document.createElement("span");
  said.textContent = words;
  if (link) {
    const a = document.createElement("a");
    a.href = link;
    a.textContent = "预览";
    said.append(" ", a);
  }
  row.append(said);
}

// Several files: each by itself, one after the other, so that one that cannot be read stops none of the others.
async function sendEach(files) {
  const list = document.querySelector("#upload-list");
  error.hidden = true;
  list.hidden = false;
  button.disabled = true;
  const rows = files.map((file) => {
    const row = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = file.name;
    row.append(name, "　", document.createElement("span"));
    told(row, "等待");
    return row;
  });
  list.replaceChildren(...rows);
  for (const [n, file] of files.entries()) {
    const reason = refused(file);
    if (reason) {
      told(rows[n], `没有收下：${reason}`);
      continue;
    }
    told(rows[n], "正在上传和读取…");
    const body = new FormData();
    body.append("file", file);
    const headers = { Accept: "application/json", "X-CSRF-Token": form.dataset.csrf };
    try {
      const response = await fetch(form.action, { method: "POST", headers, body });
      if (response.status === 401) return location.assign("/admin/sign-in");
      const said = await response.json();
      if (response.status === 201) told(rows[n], "已收下，待生效", said.location);
      else told(rows[n], `没有收下：${said.detail ?? "请稍后再试。"}`);
    } catch {
      told(rows[n], "没有收下：连接断了，服务没有回应或网络不通。请稍后再试。");
    }
  }
  button.disabled = false;
  input.value = "";
}

function send() {
  const file = input.files[0];
  if (input.files.length > 1) return sendEach([...input.files]);
  error.hidden = true;
  const reason = refused(file);
  if (reason) return fail(reason);
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
  request.addEventListener("error", () => fail("连接断了，没有上传成功：服务没有回应或网络不通。请稍后再试。"));
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
