import { runRequest } from "../access/forms.js";
import { actionButton, tableCell } from "../access/lists.js";
import { byId, element, setText } from "../ui/dom.js";
import { shortId } from "../ui/format.js";
import { picture, say, showAnswer } from "./parts.js";
import { contest, getOwnLabels } from "./quality-api.js";

const ASKED = "A reviewer will look at it.";

/**
 * The labels that somebody gave, the latest first, while labels of several people are collected: of each they may ask a reviewer to
 * look at the image. Whether the image was a test is told by nothing here: whatever it was, the answer is the same.
 */
export class OwnLabels {
  #onError;
  #older = null; // where the next page begins
  #shown = 0; // counts the lists that were asked for: an answer for an earlier one is not shown
  #asked = new Set(); // images that a reviewer was asked about since this page was opened

  /** @param onError  called with each error that will pass, and with null once there is an answer */
  constructor(onError) {
    this.#onError = onError;
    byId("own-digit").append(...Array.from({ length: 10 }, (_, digit) => element("option", { value: digit }, String(digit))));
    byId("own-digit").addEventListener("input", () => this.show());
    byId("own-more").addEventListener("click", ({ currentTarget }) => runRequest(() => this.#more(), currentTarget));
  }

  /** Asks for the latest. The part stays hidden from those who see all images: they have the page Images. */
  show() {
    const list = ++this.#shown;
    return showAnswer({
      place: byId("own-empty"),
      ask: () => getOwnLabels(byId("own-digit").value, null),
      show: (answer) => {
        if (list !== this.#shown) return;
        byId("own-part").hidden = !answer.own;
        byId("own-rows").replaceChildren();
        if (answer.own) this.#append(answer);
        say(byId("own-empty"), answer.images.length > 0 ? "" : this.#none());
      },
      onError: this.#onError,
    });
  }

  #none() {
    return byId("own-digit").value === "" ? "You have not labelled an image yet." : "You have given no image this digit.";
  }

  async #more() {
    const list = this.#shown;
    const answer = await getOwnLabels(byId("own-digit").value, this.#older);
    if (list !== this.#shown) return;
    const [first] = this.#append(answer);
    first?.querySelector("button")?.focus();
  }

  #append({ images, next }) {
    const rows = images.map((image) => this.#row(image));
    byId("own-rows").append(...rows);
    this.#older = next;
    byId("own-more").hidden = next === null;
    return rows;
  }

  #row({ image, digit, png }) {
    const said = element("td", { className: "actions" });
    const button = actionButton("Ask a reviewer", `${digit}, image ${shortId(image)}`, async () => {
      await contest(image, digit);
      this.#asked.add(image);
      said.replaceChildren(ASKED);
      setText(byId("own-done"), `Image ${shortId(image)}: a reviewer will look at it.`);
      said.tabIndex = -1;
      said.focus();
    });
    said.append(this.#asked.has(image) ? ASKED : button);
    return element("tr", {}, tableCell("", picture(png), element("span", { className: "hint" }, shortId(image))), tableCell("You gave", String(digit)), said);
  }
}
