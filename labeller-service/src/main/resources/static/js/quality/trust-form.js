import { runRequest } from "../access/forms.js";
import { byId, element, setText } from "../ui/dom.js";
import { count } from "../ui/format.js";
import { pictureOf } from "./parts.js";
import { decideTrust, previewTrust } from "./quality-api.js";
import { trustPreviewText } from "./quality-text.js";

/** Distrusting somebody from a position on, or trusting them again: previewed before it can be applied. */
export class TrustForm {
  #annotator;
  #previewed = null; // the action and position that were previewed, as JSON
  #applied;

  /** @param applied  called when a decision is in the log */
  constructor(annotator, applied) {
    this.#annotator = annotator;
    this.#applied = applied;
    byId("trust-form").addEventListener("input", () => this.#forget());
    byId("trust-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#preview();
    });
    byId("apply").addEventListener("click", () => this.#apply());
    byId("suggested").addEventListener("click", ({ currentTarget }) => {
      byId("from").value = currentTarget.dataset.from;
      this.#forget();
      byId("from").focus();
    });
  }

  /**
   * @param person    what /api/annotators/{id} answered
   * @param decision  the latest about this person, or null
   */
  show({ state, changePoint }, decision) {
    if (byId("from").value !== "") return; // somebody is at it
    byId("action").value = state === "distrusted" ? "trust" : "distrust";
    byId("from").value = state === "distrusted" ? (decision?.from ?? 0) : (changePoint?.from ?? 0);
    this.#suggest(changePoint?.from ?? null);
  }

  #suggest(from) {
    const button = byId("suggested");
    button.hidden = from === null || String(from) === byId("from").value;
    button.dataset.from = from ?? "";
    setText(button, from === null ? "" : `Suggested: ${from}`);
  }

  #forget() {
    byId("apply").disabled = true;
    if (this.#previewed === null) return;
    this.#previewed = null;
    setText(byId("effect"), "Changed since the preview: preview it again.");
    byId("changed").replaceChildren();
  }

  #request() {
    return { action: byId("action").value, from: Number(byId("from").value) };
  }

  async #preview() {
    const request = this.#request();
    setText(byId("effect"), "Counting.");
    byId("changed").replaceChildren();
    const answer = await runRequest(() => previewTrust(this.#annotator, request.action, request.from), byId("preview"));
    setText(byId("effect"), answer ? trustPreviewText(request.action, answer) : "");
    if (!answer) return;
    this.#suggest(answer.suggestedFrom);
    byId("changed").replaceChildren(...answer.changed.map(changedItem));
    if (answer.changedImages > answer.changed.length)
      byId("changed").append(element("li", { className: "hint" }, `and ${count(answer.changedImages - answer.changed.length)} more`));
    this.#previewed = JSON.stringify(request);
    byId("apply").disabled = this.#previewed !== JSON.stringify(this.#request());
  }

  async #apply() {
    const request = this.#request();
    if (this.#previewed !== JSON.stringify(request)) return;
    const answer = await runRequest(() => decideTrust(this.#annotator, request.action, request.from), byId("apply"));
    if (!answer) return;
    this.#previewed = null;
    byId("apply").disabled = true;
    byId("changed").replaceChildren();
    byId("from").value = "";
    const done = request.action === "distrust" ? "have no weight" : "have weight again";
    setText(byId("effect"), `Done: labels from position ${request.from} on ${done}. Images are looked at again in the background.`);
    byId("action").focus();
    this.#applied();
  }
}

const changedItem = ({ image, from, to }) =>
  element("li", {}, pictureOf(image), element("span", {}, `${from ?? "open"} → ${to ?? "open"}`));
