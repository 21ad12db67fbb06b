const COMMANDS = {
  Backspace: "undo",
  u: "undo",
  s: "skip",
  x: "reject",
  h: "suggestions",
  c: "clear",
  "?": "keys",
  "؟": "keys",
  Escape: "cancel",
  ArrowLeft: "earlier",
  ArrowRight: "later",
};

/** Keys by their place: those beside the digits of a number pad, and letters where the keyboard writes no Latin ones. */
const NUMBER_PAD_COMMANDS = { NumpadSubtract: "undo", NumpadDecimal: "skip", NumpadMultiply: "reject" };
const LETTER_COMMANDS = { KeyU: "undo", KeyS: "skip", KeyX: "reject", KeyH: "suggestions", KeyC: "clear" };

/** The zeros of the scripts whose digits keyboards write: Latin, Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** What an input method for Chinese, Japanese or Korean writes in full width: "！" to "～", which are "!" to "~". */
const FULL_WIDTH = /^[\uff01-\uff5e]$/;
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * What a key press asks of the page: {command, digit}; null when it is meant for the browser or a text field.
 *
 * A key counts by what it writes. Where that says nothing (a number row that needs Shift, a number pad without NumLock, an
 * input method, a script without Latin letters) it counts by its place.
 */
export function keyCommand({ key: written, code = "", shiftKey, ctrlKey, metaKey, altKey, target }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^(input|textarea|select)$/i.test(target?.tagName ?? "") || target?.isContentEditable) return null;
  const key = inUsualWidth(written);
  const digit = digitWritten(key) ?? digitAt(code, shiftKey);
  if (digit !== null) return { command: "label", digit };
  const name =
    NUMBER_PAD_COMMANDS[code] ?? COMMANDS[key] ?? COMMANDS[key.toLowerCase()] ?? (writesLatin(key) ? null : LETTER_COMMANDS[code]);
  return name ? { command: name, digit: null } : null;
}

const inUsualWidth = (key) => (FULL_WIDTH.test(key) ? String.fromCodePoint(key.codePointAt(0) - FULL_WIDTH_OFFSET) : key);

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

/** Also ö, ş and others, at whose place some Latin keyboards have no s, u, x or h. */
const writesLatin = (key) => /^[\x20-\x7e\p{Script=Latin}]$/u.test(key);
