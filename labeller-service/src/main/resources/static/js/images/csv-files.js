/** Which files hold CSV, by their names and bytes: what a person adds is looked at before it is stored. */

const NAMED = /\.(csv|tsv|tab|psv)(\.gz)?$/i;
const LEAST_CELLS = 10;
const ZIP_ENTRY = [0x50, 0x4b, 1, 2]; // of its central directory: PKWARE APPNOTE 4.3.12
const NAME_LENGTH_AT = 28;
const NAME_AT = 46;

/** Whether a file is a CSV by its name or its first bytes: text that begins with separated cells, most of them with digits. */
export function looksLikeCsv(name, start) {
  if (NAMED.test(name)) return true;
  const mark = start.length >= 2 && ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff));
  if (mark) return true; // text of two bytes a character
  const isText = start.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  const cells = isText ? String.fromCharCode(...start).trim().split(/[,;\t| ]+/) : [];
  return cells.length >= LEAST_CELLS && cells.filter((cell) => /\d/.test(cell)).length > cells.length / 2;
}

/** Whether a ZIP holds a CSV, by the names at its end. */
export function zipHoldsCsv(end) {
  for (let at = 0; at + NAME_AT < end.length; at++) {
    if (!ZIP_ENTRY.every((byte, i) => end[at + i] === byte)) continue;
    const length = end[at + NAME_LENGTH_AT] + 256 * end[at + NAME_LENGTH_AT + 1];
    if (NAMED.test(String.fromCharCode(...end.subarray(at + NAME_AT, at + NAME_AT + length)))) return true;
  }
  return false;
}
