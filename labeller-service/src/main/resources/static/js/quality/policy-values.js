/** The settings of a policy as the form of the page Quality has them. */

/** Values for every setting: those of the policy in force, else the usual ones. */
export const valuesOf = (settings, inForce) =>
  Object.fromEntries(settings.map(({ name, standard }) => [name, inForce?.[name] ?? standard]));

/** What a setting allows and usually is, below its field. */
export function rangeText({ name, standard, least, most, whole }) {
  const kind = whole ? "a whole number" : "a number";
  return `${name}: ${kind} from ${String(least)} to ${String(most)}, usually ${String(standard)}`;
}

/** What goes to the server: {policy, settings}; solo has no settings. */
export const policyRequest = (policy, values) => ({
  policy,
  settings: policy === "solo" ? {} : Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)])),
});

/** Whether a request asks for something else than is in force. */
export function isChanged({ policy, settings }, inForce) {
  if (policy !== inForce.name) return true;
  return Object.entries(settings).some(([name, value]) => value !== inForce.settings?.[name]);
}

/** What would change, in words: ["settle_at 0.97 becomes 0.9"]. */
export function changesText({ policy, settings }, inForce, all) {
  if (policy !== inForce.name) return [`The policy ${inForce.name} becomes ${policy}`];
  const now = valuesOf(all, inForce.settings);
  return Object.entries(settings)
    .filter(([name, value]) => value !== now[name])
    .map(([name, value]) => `${name} ${String(now[name])} becomes ${String(value)}`);
}
