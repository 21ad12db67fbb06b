package nudge.labeller.web.quality;

import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;
import tools.jackson.databind.JsonNode;

/**
 * Whether somebody's labels should have weight.
 *
 * @param from the position of the first label that it is about; 0 for all
 */
record WeightBody(long from, boolean trusted) {
    static WeightBody of(JsonFields json) {
        String action = json.text("action");
        if (!action.equals("distrust") && !action.equals("trust")) {
            throw new BadRequestException("expected action to be distrust or trust, got " + action);
        }
        JsonNode from = json.json().get("from");
        if (from == null || !from.isIntegralNumber() || !from.canConvertToLong() || from.asLong() < 0) {
            throw new BadRequestException("expected from to be a position of the log, 0 for all labels, got "
                    + (from == null ? "none" : from));
        }
        return new WeightBody(from.asLong(), action.equals("trust"));
    }
}
