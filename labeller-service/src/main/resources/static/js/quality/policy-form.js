import { runRequest } from "../access/forms.js";
import { byId, element, setText } from "../ui/dom.js";
import { capital } from "../ui/format.js";
import { changesText, isChanged, policyRequest, rangeText, valuesOf } from "./policy-values.js";
import { previewPolicy, setPolicy } from "./quality-api.js";
import { policyPreviewText } from "./quality-text.js";

/**
 * The policy and its settings. A change is previewed before it can be applied; only administrators apply one.
 *
 * @param mayApply  whether the person is an administrator
 * @param applied   called when another policy is in force
 */
export class PolicyForm {
  #quality = null;
  #previewed = null; // the request that was previewed, as JSON
  #edited = false;
  #mayApply;
  #applied;

  constructor(mayApply, applied) {
    this.#mayApply = mayApply;
    this.#applied = applied;
    byId("apply").hidden = !mayApply;
    byId("apply-hint").hidden = mayApply;
    byId("policy-form").addEventListener("input", () => this.#edit());
    byId("policy-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#preview();
    });
    byId("apply").addEventListener("click", () => this.#apply());
    byId("usual").addEventListener("click", () => this.#fill({}));
  }

  /** Shows the policy in force; what somebody has begun to change in the form stays. */
  show(quality) {
    const isFirst = this.#quality === null;
    this.#quality = quality;
    const { name, position } = quality.policy;
    setText(byId("policy"), position > 0 ? `${capital(name)}, since position ${position}` : `${capital(name)}, as from the beginning`);
    if (isFirst) byId("settings").replaceChildren(...quality.settings.map(field));
    if (isFirst || !this.#edited) this.#reset();
  }

  #reset() {
    byId("policy-name").value = this.#quality.policy.name;
    this.#setValues(this.#quality.policy.settings);
    this.#edited = false;
    this.#showState();
  }

  /** @param inForce  values by name; the usual ones for those that it does not have */
  #fill(inForce) {
    this.#setValues(inForce);
    this.#edit();
    byId("policy-name").focus();
  }

  #setValues(inForce) {
    for (const [name, value] of Object.entries(valuesOf(this.#quality.settings, inForce))) input(name).value = value;
  }

  #edit() {
    this.#edited = true;
    if (this.#previewed !== null) {
      this.#previewed = null;
      setText(byId("cost"), "Changed since the preview: preview it again.");
      byId("changes").replaceChildren();
    }
    this.#showState();
  }

  #request() {
    const values = Object.fromEntries(this.#quality.settings.map(({ name }) => [name, input(name).value]));
    return policyRequest(byId("policy-name").value, values);
  }

  #showState() {
    const request = this.#request();
    const isCrowd = request.policy === "crowd";
    byId("settings-part").hidden = !isCrowd;
    byId("settings-part").disabled = !isCrowd; // what is not on show is not checked either
    byId("apply").disabled = this.#previewed !== JSON.stringify(request) || !isChanged(request, this.#quality.policy);
  }

  async #preview() {
    const request = this.#request();
    setText(byId("cost"), "Counting.");
    byId("changes").replaceChildren();
    const answer = await runRequest(() => previewPolicy(request), byId("preview"));
    setText(byId("cost"), answer ? policyPreviewText(answer) : "");
    if (!answer) return;
    this.#previewed = JSON.stringify(request);
    const changes = isChanged(request, this.#quality.policy)
      ? changesText(request, this.#quality.policy, this.#quality.settings)
      : ["This is the policy in force: there is nothing to apply."];
    byId("changes").replaceChildren(...changes.map((text) => element("li", {}, text)));
    this.#showState();
  }

  async #apply() {
    const request = this.#request();
    if (!this.#mayApply || this.#previewed !== JSON.stringify(request)) return;
    const answer = await runRequest(() => setPolicy(request), byId("apply"));
    if (!answer) return this.#showState();
    this.#previewed = null;
    this.#edited = false;
    byId("changes").replaceChildren();
    this.show({ ...this.#quality, policy: { name: request.policy, position: answer.position, settings: request.settings } });
    setText(byId("cost"), `${capital(request.policy)} is in force.`);
    byId("policy-name").focus();
    this.#applied();
  }
}

const input = (name) => document.getElementById(`setting-${name}`);

function field(setting) {
  const { name, least, most, whole, meaning } = setting;
  const hint = `range-${name}`;
  const control = element("input", {
    id: `setting-${name}`,
    type: "number",
    min: least,
    max: most,
    step: whole ? 1 : "any",
    inputMode: whole ? "numeric" : "decimal",
    required: true,
  });
  control.setAttribute("aria-describedby", hint);
  return element(
    "div",
    { className: "setting" },
    element("label", { htmlFor: control.id }, capital(meaning)),
    control,
    element("p", { id: hint, className: "hint" }, rangeText(setting)),
  );
}
