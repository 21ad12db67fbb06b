/** The controls that several cards have: which neuron, and moving among many by the arrow keys. */

import { element } from "../ui/dom.js";
import { capital } from "../ui/format.js";
import { indexAfterKey } from "../ui/grid-keys.js";
import { drawnLayers, drawnNeurons } from "./geometry.js";
import { layerName, neuronName } from "./words.js";

/** Which neuron is looked at. @param first  the first layer that may be chosen from */
export function neuronChooser(e, at, act, { first = 1, last = e.last, label = "Neuron" } = {}) {
  const offered = new Set([...drawnLayers(e.sizes.length), at.layer]);
  const layers = [...offered].filter((layer) => layer >= first && layer <= last).sort((one, other) => other - one);
  const groups = layers.map((layer) =>
    element(
      "optgroup",
      { label: capital(layerName(e, layer)) },
      ...drawnNeurons(e.sizes[layer], layer === at.layer ? at.index : null).map((index) =>
        element("option", { value: `${layer}.${index}`, selected: layer === at.layer && index === at.index }, capital(neuronName(e, layer, index))),
      ),
    ),
  );
  const select = element("select", { data: { key: "neuron" } }, ...groups);
  select.addEventListener("change", () => {
    const [layer, index] = select.value.split(".").map(Number);
    act.select(layer, index);
  });
  return element("label", { className: "chooser" }, `${label} `, select);
}

/** Makes one stop for Tab of many buttons; the arrow keys move among them. `columns` are those of a row. */
export function moveByArrows(place, columns, start = 0) {
  const cells = [...place.querySelectorAll("button")];
  for (const [i, cell] of cells.entries()) cell.tabIndex = i === start ? 0 : -1;
  place.addEventListener("keydown", (event) => {
    const current = cells.indexOf(document.activeElement);
    const to = current < 0 ? null : indexAfterKey(event.key, current, cells.length, columns);
    if (to === null) return;
    event.preventDefault();
    for (const [i, cell] of cells.entries()) cell.tabIndex = i === to ? 0 : -1;
    cells[to].focus();
  });
}
