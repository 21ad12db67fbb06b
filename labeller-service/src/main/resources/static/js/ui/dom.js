export const byId = (id) => document.getElementById(id);

/** An element with properties; `data` and `aria` are maps, children are nodes or strings. */
export function element(tag, { data = {}, aria = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  for (const [name, value] of Object.entries(aria)) made.setAttribute(`aria-${name}`, value);
  made.append(...children);
  return made;
}

/** Writes only what changed, so that screen readers do not repeat it and nothing is laid out again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The value of a colour token of css/base.css, as a canvas understands it. */
export function color(token) {
  const probe = element("span", { hidden: true });
  document.body.append(probe);
  probe.style.color = `var(${token})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
