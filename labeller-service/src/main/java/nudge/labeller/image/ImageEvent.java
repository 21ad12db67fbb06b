package nudge.labeller.image;

import nudge.events.Basis;
import nudge.events.Split;
import org.jspecify.annotations.Nullable;

/** What has happened to an image. Who did it, and when, is in the log beside it. */
public sealed interface ImageEvent {
    /**
     * @param sha256 of the 784 pixels, in hexadecimal
     * @param source where it came from, for people
     */
    record ImageAdded(String sha256, Split split, String source) implements ImageEvent {}

    /**
     * An image comes that is nearly the same as one on the other side of the split: it is stored, and waits for a person to
     * decide. The first event of its image, in place of {@link ImageAdded}.
     *
     * @param sha256 of the 784 pixels, in hexadecimal
     * @param source where it came from, for people
     * @param twin the image that was there before
     */
    record ImagePutAside(String sha256, Split split, String source, Twin twin) implements ImageEvent {}

    /** It is not the same as its twin, and is used from now on. */
    record ImageTakenIn() implements ImageEvent {}

    /** It is the same as its twin, and stays out. */
    record ImageLeftOut() implements ImageEvent {}

    /**
     * The annotator says which digit it is. A second label of the same annotator replaces the first.
     *
     * @param elapsedMs from when the image was shown to when the key was pressed, if known
     * @param suggested what the page had suggested, if it showed a suggestion
     * @param arm why they were given the image, under the policy crowd: random, model, second, gold or bulk
     * @param predicted what the model read in it when it was given to them, under the policy crowd
     */
    record LabelGiven(
            int digit,
            @Nullable Integer elapsedMs,
            @Nullable Suggested suggested,
            @Nullable String arm,
            @Nullable Predicted predicted)
            implements ImageEvent {
        public LabelGiven(int digit, @Nullable Integer elapsedMs, @Nullable Suggested suggested) {
            this(digit, elapsedMs, suggested, null, null);
        }
    }

    /**
     * What a model reads, whether it was shown or not.
     *
     * @param p how sure it is, 0 to 1
     */
    record Predicted(int digit, double p, String checkpoint) {}

    /** A model's suggestion that the annotator saw. */
    record Suggested(int digit, double confidence, String checkpoint) {}

    /** The annotator takes back the label that they gave. */
    record LabelRetracted() implements ImageEvent {}

    /**
     * The labels given so far settle what the image shows.
     *
     * @param confidence 1 for a single label, otherwise the posterior
     * @param policy the position of the event that set the policy; 0 for the default
     * @param estimate the number of the estimate that labels were weighed by; 0 for none
     */
    record LabelSettled(int digit, double confidence, Split split, long policy, Basis basis, long estimate)
            implements ImageEvent {
        /** By the latest label alone, under the default policy. */
        public LabelSettled(int digit, double confidence, Split split) {
            this(digit, confidence, split, 0, Basis.SINGLE, 0);
        }
    }

    /**
     * A reviewer decides what the image shows, whatever its labels say.
     *
     * @param digit null when it is not a digit
     * @param comment for people; may be empty
     */
    record LabelAdjudicated(@Nullable Integer digit, String comment) implements ImageEvent {}

    /** The labels decide again. */
    record AdjudicationRetracted() implements ImageEvent {}

    /**
     * A person should look at it.
     *
     * @param score how urgent it is, 0 to 1
     */
    record ReviewAsked(ReviewReason reason, double score) implements ImageEvent {}

    /** Nobody needs to look at it any more: its labels are no longer disputed. */
    record ReviewClosed() implements ImageEvent {}

    /** What was settled is open again. */
    record LabelUnsettled(Split split) implements ImageEvent {}

    record ImageSkipped() implements ImageEvent {}

    record SkipRetracted() implements ImageEvent {}

    /** It is not a digit. */
    record ImageRejected() implements ImageEvent {}

    record RejectionRetracted() implements ImageEvent {}
}
