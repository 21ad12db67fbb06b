package nudge.labeller.web.labelling;

import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageEvent.Suggested;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * A label as a page or a program sends it.
 *
 * @param elapsedMs from when the image was shown to when the key was pressed, if known
 * @param suggested what the page had suggested, if it showed a suggestion
 * @param version that its author saw, if they say so
 */
record LabelBody(
        int digit,
        @Nullable Integer elapsedMs,
        @Nullable Suggested suggested,
        @Nullable Integer version) {
    static LabelBody of(JsonFields json) {
        return new LabelBody(
                json.wholeNumber("digit", 0, 9),
                json.optionalWholeNumber("elapsedMs", 0),
                suggested(json.inside("suggested")),
                version(json));
    }

    /** The version that somebody saw, if they say so. */
    static @Nullable Integer version(JsonFields json) {
        return json.optionalWholeNumber("version", 1);
    }

    private static @Nullable Suggested suggested(@Nullable JsonFields json) {
        if (json == null) {
            return null;
        }
        if (!json.isNumber("confidence") || !json.isText("checkpoint")) {
            throw new BadRequestException("expected suggested to be {digit, confidence, checkpoint}, got " + json);
        }
        return new Suggested(json.wholeNumber("digit", 0, 9), json.number("confidence"), json.text("checkpoint"));
    }

    GiveLabel command() {
        return new GiveLabel(digit, elapsedMs, suggested);
    }
}
