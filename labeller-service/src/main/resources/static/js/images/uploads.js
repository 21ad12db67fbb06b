import { ApiError } from "../sync/api.js";
import { randomId } from "../sync/ids.js";
import { untilAnswered } from "../sync/retry.js";
import { byId, element, setText } from "../ui/dom.js";
import { errorText } from "../ui/error-text.js";
import { decideOnCsv } from "./csv-dialog.js";
import { looksLikeCsv, zipHoldsCsv } from "./csv-files.js";
import { importFile, previewFile } from "./images-api.js";
import { importSummary, sumOfImports, uploadProgress } from "./import-summary.js";

const MOST_AT_ONCE = 2;
const MOST_TRIES = 8; // some twenty seconds without an answer
const MOST_BYTES = 200 * 1024 * 1024; // the server's limit
const FIRST_BYTES = 512;
const LAST_BYTES = 256 * 1024; // the names of some thousand files of a ZIP
const MOST_ROWS = 50; // the latest files are shown; the sum counts all
const queue = []; // {file, name} of each file that waits
const results = []; // of all files since the page was opened
let running = 0;
let onImported = () => {};

// The files that were added since all was sent the last time: how many, how many are done, their bytes, and when that began.
let files = 0;
let done = 0;
let bytes = 0;
let sent = 0;
let began = 0;

/** @param imported  called after each file that the server has imported */
export function startUploads(imported) {
  onImported = imported;
  const drop = byId("drop");
  byId("choose").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", ({ target }) => {
    add([...target.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    target.value = "";
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "true";
  });
  drop.addEventListener("dragleave", () => (drop.dataset.over = "false"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.dataset.over = "false";
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    add((await Promise.all(entries.map((entry) => filesOf(entry)))).flat());
  });
}

/** The files of a dropped file or folder, with the folders in their names. */
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // a part of them at a time
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await filesOf(one)));
  }
}

function add(chosen) {
  if (chosen.length === 0) return;
  if (running === 0) began = performance.now() - (sent === 0 ? 0 : 1);
  if (running === 0) [files, done, bytes, sent] = [0, 0, 0, 0];
  for (const { file, name } of chosen) {
    queue.push({ file, name });
    files++;
    bytes += file.size;
  }
  while (running < MOST_AT_ONCE && queue.length > 0) sendQueue();
}

async function sendQueue() {
  running++;
  for (let next = queue.shift(); next; next = queue.shift()) await send(next);
  running--;
  if (running === 0) setText(byId("sum"), `${importSummary(sumOfImports(results))} in all.`);
}

async function send({ file, name }) {
  const row = newRow(name);
  let counted = 0; // bytes of this file that `sent` contains
  const onProgress = (share) => {
    row.bar.value = share;
    sent += share * file.size - counted;
    counted = share * file.size;
    setText(byId("sum"), uploadProgress({ done, files, sent, bytes, ms: performance.now() - began }));
  };
  onProgress(0);
  try {
    if (file.size > MOST_BYTES) throw new ApiError(413, "expected a file of at most 200 MB: send it in parts, or a CSV of any length with ./nudge import");
    const [folders, key] = [byId("folders").checked, randomId()];
    const csv = await askAbout(file, name);
    const onError = (error) => setText(row.text, error ? errorText(error, "Sending again.") : "");
    const result = csv && (await untilAnswered(() => importFile(file, name, folders, csv, key, onProgress), onError, MOST_TRIES));
    if (result) results.push(result);
    setText(row.text, result ? importSummary(result) : "Not imported");
    if (result?.failed.length > 0) row.item.append(lines("upload-failures", result.failed.map((f) => `${f.name}: ${f.reason}`)));
    if (result?.notes.length > 0) row.item.append(lines("upload-notes", result.notes.map((n) => `${n.name}: ${n.note}`)));
    onImported();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    results.push({ added: 0, duplicates: 0, labelled: 0, failures: 1 });
    setText(row.text, errorText(error));
    row.text.classList.add("upload-failures");
  }
  done++;
  onProgress(1);
}

/** What the person says about a file of CSV once they have seen what it holds; null when they do not want it. */
async function askAbout(file, name) {
  const read = async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const isZip = /\.zip$/i.test(name);
  const holdsCsv = isZip
    ? zipHoldsCsv(await read(Math.max(0, file.size - LAST_BYTES), file.size))
    : looksLikeCsv(name, await read(0, FIRST_BYTES));
  if (!holdsCsv) return {};
  return decideOnCsv(name, (csv, onError) => untilAnswered(() => previewFile(file, name, csv), onError, MOST_TRIES));
}

const lines = (className, texts) => element("ul", { className }, ...texts.map((text) => element("li", {}, text)));

function newRow(name) {
  const bar = element("progress", { max: 1, value: 0, aria: { label: `Sending ${name}` } });
  const text = element("span", {}, "Sending");
  const item = element("li", { className: "upload" }, element("span", { className: "upload-name", title: name }, name), bar, text);
  byId("uploads").prepend(item);
  while (byId("uploads").children.length > MOST_ROWS) byId("uploads").lastElementChild.remove();
  return { item, bar, text };
}
