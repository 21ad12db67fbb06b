import { startSettingsPage } from "../access/settings-page.js";
import { OwnLabels } from "../quality/own-labels.js";
import { showAnswer } from "../quality/parts.js";
import { showPersonFigures } from "../quality/person-figures.js";
import { putPersonSections } from "../quality/person-sections.js";
import { getMyQuality } from "../quality/quality-api.js";
import { byId } from "../ui/dom.js";

putPersonSections("you");
const { pageSession } = await startSettingsPage();
showAnswer({
  place: byId("loading"),
  ask: getMyQuality,
  show: (me) => {
    byId("figures").hidden = false;
    showPersonFigures(me);
  },
  onError: (error) => pageSession.setError("quality", error),
});
new OwnLabels((error) => pageSession.setError("labels", error)).show();
