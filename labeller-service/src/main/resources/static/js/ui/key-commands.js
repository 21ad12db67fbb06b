const COMMANDS = {
  Backspace: "undo",
  u: "undo",
  s: "skip",
  x: "reject",
  h: "suggestions",
  "?": "keys",
  "؟": "keys",
  Escape: "cancel",
  ArrowLeft: "earlier",
  ArrowRight: "later",
};

/** Keys by their place: those beside the digits of a number pad, and letters where the keyboard writes no Latin ones. */
const NUMBER_PAD_COMMANDS = { NumpadSubtract: "undo", NumpadDecimal: "skip", NumpadMultiply: "reject" };
const LETTER_COMMANDS = { KeyU: "undo", KeyS: "skip", KeyX: "reject", KeyH: "suggestions" };

/** The zeros of the scripts whose digits keyboards write: Latin, Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/**
 * What a key press asks of the page: {command, digit}; null when it is meant for the browser or a text field.
 *
 * A key counts by what it writes. Where that says nothing (a number row that needs Shift, a number pad without NumLock, an
 * input method, a script without s, u, x and h) it counts by its place.
 */
export function keyCommand({ key, code = "", shiftKey, ctrlKey, metaKey, altKey, target }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^(input|textarea|select)$/i.test(target?.tagName ?? "") || target?.isContentEditable) return null;
  const digit = digitWritten(key) ?? digitAt(code, shiftKey);
  if (digit !== null) return { command: "label", digit };
  const name =
    NUMBER_PAD_COMMANDS[code] ?? COMMANDS[key] ?? COMMANDS[key.toLowerCase()] ?? (writesLatin(key) ? null : LETTER_COMMANDS[code]);
  return name ? { command: name, digit: null } : null;
}

/** The digit that a key writes, in whatever script; null for every other key. */
function digitWritten(key) {
  if ([...key].length !== 1) return null;
  const zero = ZEROS.find((first) => key.codePointAt(0) >= first && key.codePointAt(0) <= first + 9);
  return zero === undefined ? null : key.codePointAt(0) - zero;
}

function digitAt(code, shiftKey) {
  const place = /^(Digit|Numpad)([0-9])$/.exec(code);
  return place && (place[1] === "Numpad" || !shiftKey) ? Number(place[2]) : null;
}

const writesLatin = (key) => /^[\x20-\x7e]$/.test(key);
