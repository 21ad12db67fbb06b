const COMMANDS = {
  Backspace: "undo",
  u: "undo",
  s: "skip",
  x: "reject",
  h: "suggestions",
  "?": "keys",
  Escape: "cancel",
  ArrowLeft: "earlier",
  ArrowRight: "later",
};

/** Beside the digits of a number pad: a hand that lies there need not leave it. */
const PAD = { NumpadSubtract: "undo", NumpadDecimal: "skip", NumpadMultiply: "reject" };

/** What a key press means on the labelling page: {command, digit}, or null when it is not for the page. */
export function command({ key, code = "", shiftKey, ctrlKey, metaKey, altKey, target }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^(input|textarea|select)$/i.test(target?.tagName ?? "") || target?.isContentEditable) return null;
  if (/^[0-9]$/.test(key)) return { command: "label", digit: Number(key) };
  // Keyboards whose number row needs Shift (French) still label by position.
  const row = /^Digit([0-9])$/.exec(code);
  if (row && !shiftKey) return { command: "label", digit: Number(row[1]) };
  const name = PAD[code] ?? COMMANDS[key] ?? COMMANDS[key.toLowerCase()];
  return name ? { command: name, digit: null } : null;
}
