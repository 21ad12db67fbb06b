package nudge.labeller.image;

import nudge.events.Basis;
import org.jspecify.annotations.Nullable;

/**
 * What an image's label rests on, and whether a person should look at it.
 *
 * @param basis of the settled label, or null when none is settled
 * @param adjudication of a reviewer, or null
 * @param review why a person should look at it, or null
 * @param score how urgent that is, 0 to 1
 * @param imported the digit that the image came with, or null
 */
public record Verdict(
        @Nullable Basis basis,
        @Nullable Adjudication adjudication,
        @Nullable ReviewReason review,
        double score,
        @Nullable Integer imported) {
    public static final Verdict NONE = new Verdict(null, null, null, 0, null);
    /** That of most images under the policy solo. */
    public static final Verdict SINGLE = NONE.with(Basis.SINGLE);

    /** @param digit what the image shows, or null when it is not a digit */
    public record Adjudication(@Nullable Integer digit) {}

    Verdict with(@Nullable Basis changed) {
        return new Verdict(changed, adjudication, review, score, imported);
    }

    Verdict withReview(@Nullable ReviewReason reason, double urgency) {
        return new Verdict(basis, adjudication, reason, urgency, imported);
    }

    Verdict withAdjudication(@Nullable Adjudication changed) {
        return new Verdict(basis, changed, null, 0, imported);
    }

    Verdict withImported(int digit) {
        return new Verdict(Basis.IMPORT, adjudication, review, score, digit);
    }

    /** Whether it is what any image has that is settled by one label, or not at all. */
    boolean plain() {
        return equals(NONE) || equals(SINGLE);
    }
}
