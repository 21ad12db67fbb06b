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

/** The keys beside the digits of a number pad, so that the hand can stay there. */
const NUMBER_PAD_COMMANDS = { NumpadSubtract: "undo", NumpadDecimal: "skip", NumpadMultiply: "reject" };

/** What a key press asks of the page: {command, digit}; null when it is meant for the browser or a text field. */
export function keyCommand({ key, code = "", shiftKey, ctrlKey, metaKey, altKey, target }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^(input|textarea|select)$/i.test(target?.tagName ?? "") || target?.isContentEditable) return null;
  if (/^[0-9]$/.test(key)) return { command: "label", digit: Number(key) };
  // Keyboards whose number row needs Shift (French) still label by position.
  const row = /^Digit([0-9])$/.exec(code);
  if (row && !shiftKey) return { command: "label", digit: Number(row[1]) };
  const name = NUMBER_PAD_COMMANDS[code] ?? COMMANDS[key] ?? COMMANDS[key.toLowerCase()];
  return name ? { command: name, digit: null } : null;
}
