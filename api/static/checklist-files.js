// A list as a file: saved, opened again, exported, and a ticked workbook read back.

import { Problem, post } from "./chat-request.js";
import { make } from "./checklist-parts.js";

const MOST_BYTES = 1_400_000;

/** Gives the reader a file. */
export function offer(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const plain = (name) => name.replace(/[\\/:*?"<>|]/g, "_");

/** The list as a JSON file. */
export function saveFile(kept) {
  offer(new Blob([JSON.stringify({ format: "dangjian-list-1", kept }, null, 1)], { type: "application/json" }), `${plain(kept.name)}.json`);
}

/** Downloads the list with its ticks as a file of this kind. Throws Problem. */
export async function exportFile(kind, kept) {
  const { body } = await post(`/checklist/export/${kind}`, { kept });
  offer(body, `${plain(kept.name)}.${kind}`);
}

/** Lets the reader choose a file; null where none is chosen. */
export function chosen(accept) {
  return new Promise((resolve) => {
    const input = make("input", { type: "file", accept, on: {
      change: () => resolve(input.files[0] ?? null), cancel: () => resolve(null),
    } });
    input.click();
  });
}

/** The list in a JSON file. Throws Problem. */
export async function listIn(file) {
  if (file.size > MOST_BYTES) throw new Problem("文件太大，不是本程序存的清单。");
  try {
    const { format, kept } = JSON.parse(await file.text());
    if (format === "dangjian-list-1" && kept) return kept;
  } catch { /* said below */ }
  throw new Problem("不是本程序存的清单文件。请选“存成文件”得到的 .json 文件。");
}

/** The content of a workbook for sending. Throws Problem. */
export async function content(file) {
  if (file.size > MOST_BYTES) throw new Problem("文件太大：上限 1.4 MB。请用本页导出的 Excel 文件。");
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
