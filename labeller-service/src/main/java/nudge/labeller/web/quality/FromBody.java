package nudge.labeller.web.quality;

import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;

/** @param from the position of the first label that is meant; 0 for all */
record FromBody(long from) {
    static FromBody of(JsonFields json) {
        double from = json.isNumber("from") ? json.number("from") : -1;
        if (from < 0 || from != Math.rint(from) || from > 1L << 52) {
            throw new BadRequestException(
                    "expected from to be the position of a label in the log, or 0 for all labels, got " + json);
        }
        return new FromBody((long) from);
    }
}
