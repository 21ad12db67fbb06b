package nudge.labeller.web.quality;

import nudge.labeller.web.http.JsonFields;
import org.jspecify.annotations.Nullable;

/** @param digit what the image shows, if they say so */
record GoldBody(@Nullable Integer digit, String reason) {
    static GoldBody of(JsonFields json) {
        Integer digit = json.optionalWholeNumber("digit", 0);
        return new GoldBody(digit == null ? null : json.wholeNumber("digit", 0, 9), json.text("reason", ""));
    }
}
