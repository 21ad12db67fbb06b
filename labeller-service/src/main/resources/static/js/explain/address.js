/**
 * What the page shows is in its address, so that it can be sent to somebody:
 *
 *   ?image=ID&step=600&digit=2&card=wishes&neuron=2.5      #drawing=… for a drawing, which is stored nowhere
 *
 * A step that is not named is that of the latest network, a digit that is not named the image's label, and a neuron that is
 * not named the output of the wanted digit.
 */

const PIXELS = 784;

/** Reads an address; what it names wrongly is as if it were not named. `has` tells whether there is a card of that name. */
export function readAddress({ search, hash }, has) {
  const query = new URLSearchParams(search);
  const card = query.get("card");
  const neuron = /^(\d{1,2})\.(\d{1,5})$/.exec(query.get("neuron") ?? "");
  const drawing = fromBase64Url(new URLSearchParams(hash.slice(1)).get("drawing") ?? "");
  return {
    image: drawing ? null : query.get("image") || null,
    drawing,
    step: wholeOf(query.get("step"), 15),
    checkpoint: query.get("step") === null ? query.get("checkpoint") || null : null,
    digit: wholeOf(query.get("digit"), 5),
    card: card !== null && has(card) ? card : null,
    neuron: neuron ? { layer: Number(neuron[1]), index: Number(neuron[2]) } : null,
  };
}

/** The address of that state, without the server's name. */
export function addressOf({ image, drawing, step, checkpoint, digit, card, neuron }) {
  const query = new URLSearchParams();
  const named = { image, step, checkpoint, digit, card, neuron: neuron && `${neuron.layer}.${neuron.index}` };
  for (const [name, value] of Object.entries(named)) if (value != null) query.set(name, value);
  const search = query.toString();
  return `/explain.html${search && `?${search}`}${drawing ? `#drawing=${toBase64Url(drawing)}` : ""}`;
}

const wholeOf = (text, digits) => (text !== null && /^\d+$/.test(text) && text.length <= digits ? Number(text) : null);

const toBase64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The 784 bytes of a drawing; null when they are none. */
function fromBase64Url(text) {
  if (!/^[\w-]{1046}$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return bytes.length === PIXELS ? bytes : null;
}
