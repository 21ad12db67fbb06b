import { ApiError } from "../sync/api.js";
import { byId, element, setText } from "../ui/dom.js";
import { importFile } from "./images-api.js";
import { outcome, progress, total } from "./import-summary.js";
import { randomId } from "../sync/ids.js";
import { sentence, untilAnswered } from "../sync/retry.js";

const AT_ONCE = 2;
const MOST_TRIES = 8; // some twenty seconds without an answer
const MOST_BYTES = 200 * 1024 * 1024; // as the server has it
const SHOWN = 50; // the latest files; the sum counts all
const waiting = [];
const outcomes = [];
let running = 0;
let files = 0;
let done = 0;
let bytes = 0;
let sent = 0;
let began = 0;
let changed = () => {};

/** @param added  called when a file has come in */
export function startUploads(added) {
  changed = added;
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

/** The files of what was dropped, with the folders in their names. */
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await filesOf(one)));
  }
}

function add(chosen) {
  if (chosen.length === 0) return;
  if (running === 0) began = performance.now() - (sent === 0 ? 0 : 1);
  if (running === 0) [files, done, bytes, sent] = [0, 0, 0, 0];
  for (const { file, name } of chosen) {
    waiting.push({ file, name });
    files++;
    bytes += file.size;
  }
  while (running < AT_ONCE && waiting.length > 0) work();
}

async function work() {
  running++;
  for (let next = waiting.shift(); next; next = waiting.shift()) await send(next);
  running--;
  if (running === 0) setText(byId("sum"), `${outcome(total(outcomes))} in all.`);
}

async function send({ file, name }) {
  const row = newRow(name);
  let before = 0;
  const tell = (share) => {
    row.bar.value = share;
    sent += share * file.size - before;
    before = share * file.size;
    setText(byId("sum"), progress({ done, files, sent, bytes, ms: performance.now() - began }));
  };
  tell(0);
  try {
    if (file.size > MOST_BYTES) throw new ApiError(413, "expected a file of at most 200 MB: send it in parts");
    const [folders, key] = [byId("folders").checked, randomId()];
    const again = (error) => setText(row.text, error ? sentence(error, "Sending again.") : "");
    const result = await untilAnswered(() => importFile(file, name, folders, key, tell), again, MOST_TRIES);
    outcomes.push(result);
    setText(row.text, outcome(result));
    if (result.failed.length > 0)
      row.item.append(
        element("ul", { className: "upload-failures" }, ...result.failed.map((f) => element("li", {}, `${f.name}: ${f.reason}`))),
      );
    changed();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    outcomes.push({ added: 0, duplicates: 0, labelled: 0, failures: 1 });
    setText(row.text, sentence(error));
    row.text.classList.add("upload-failures");
  }
  done++;
  tell(1);
}

function newRow(name) {
  const bar = element("progress", { max: 1, value: 0, aria: { label: `Sending ${name}` } });
  const text = element("span", {}, "Sending");
  const item = element("li", { className: "upload" }, element("span", { className: "upload-name", title: name }, name), bar, text);
  byId("uploads").prepend(item);
  while (byId("uploads").children.length > SHOWN) byId("uploads").lastElementChild.remove();
  return { item, bar, text };
}
