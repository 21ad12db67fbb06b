package nudge.labeller.web.quality;

import nudge.labeller.web.http.JsonFields;
import org.jspecify.annotations.Nullable;

/** @param digit null when the image is not a digit: it has to be said */
record AdjudicationBody(@Nullable Integer digit, String comment) {
    static AdjudicationBody of(JsonFields json) {
        return new AdjudicationBody(
                json.isNull("digit") ? null : json.wholeNumber("digit", 0, 9), json.text("comment", ""));
    }
}
