package nudge.labeller.image;

import java.util.OptionalInt;
import nudge.events.Split;
import org.jspecify.annotations.Nullable;

/** What somebody wants to do with an image. */
public sealed interface ImageCommand {
    /**
     * @param digit what the image shows, when it comes with a label that is beyond question
     * @param search what is known of its twin, or null while nobody has searched
     */
    record Add(
            Pixels pixels,
            Split split,
            OptionalInt digit,
            String source,
            @Nullable TwinSearch search) implements ImageCommand {
        public Add(Pixels pixels, Split split, OptionalInt digit, String source) {
            this(pixels, split, digit, source, null);
        }

        /** The same, with what a search found. */
        Add searched(TwinSearch result) {
            return new Add(pixels, split, digit, source, result);
        }

        @Nullable
        Twin twin() {
            return search == null ? null : search.twin();
        }
    }

    /** @param handed why the annotator was given the image, or null when nobody knows */
    record GiveLabel(
            int digit,
            @Nullable Integer elapsedMs,
            ImageEvent.@Nullable Suggested suggested,
            @Nullable HandedOut handed)
            implements ImageCommand {
        public GiveLabel(int digit, @Nullable Integer elapsedMs, ImageEvent.@Nullable Suggested suggested) {
            this(digit, elapsedMs, suggested, null);
        }

        public GiveLabel {
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("expected a digit from 0 to 9, got " + digit);
            }
        }
    }

    record RetractLabel() implements ImageCommand {}

    record Skip() implements ImageCommand {}

    record RetractSkip() implements ImageCommand {}

    record Reject() implements ImageCommand {}

    record RetractRejection() implements ImageCommand {}

    /** An image that was put aside is not the same as its twin: it is used. */
    record TakeIn() implements ImageCommand {}

    /** It is the same: it stays out. */
    record LeaveOut() implements ImageCommand {}

    /** Its labels are looked at again, by the policy and the weights of now; often nothing follows. */
    record Reconsider() implements ImageCommand {}

    /**
     * A reviewer decides.
     *
     * @param digit null when it is not a digit
     */
    record Adjudicate(@Nullable Integer digit, String comment) implements ImageCommand {}

    record RetractAdjudication() implements ImageCommand {}

    /** @param score how urgent it is, 0 to 1 */
    record AskReview(ReviewReason reason, double score) implements ImageCommand {}
}
