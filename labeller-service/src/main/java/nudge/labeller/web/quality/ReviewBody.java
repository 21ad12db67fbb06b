package nudge.labeller.web.quality;

import java.util.List;
import java.util.UUID;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;

/** Images whose labels a model contradicts, at most 500. */
record ReviewBody(List<Suspect> images) {
    private static final int MOST = 500;

    /** @param score from 0 to 1: the higher, the more suspicious */
    record Suspect(UUID image, double score) {}

    static ReviewBody of(JsonFields json) {
        String reason = json.text("reason", "model");
        if (!reason.equals("model")) {
            throw new BadRequestException(
                    "expected the reason model, got " + reason + ": for the others Nudge asks by itself");
        }
        return new ReviewBody(json.list("images", "images", MOST).stream()
                .map(ReviewBody::suspect)
                .toList());
    }

    private static Suspect suspect(JsonFields json) {
        double score = json.isNumber("score") ? json.number("score") : Double.NaN;
        if (!(score >= 0 && score <= 1)) {
            throw new BadRequestException("expected score to be a number from 0 to 1, got "
                    + json.json().get("score"));
        }
        return new Suspect(json.uuid("image"), score);
    }
}
