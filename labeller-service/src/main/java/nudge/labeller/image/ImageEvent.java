package nudge.labeller.image;

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
     */
    record LabelGiven(
            int digit,
            @Nullable Integer elapsedMs,
            @Nullable Suggested suggested) implements ImageEvent {}

    /** A model's suggestion that the annotator saw. */
    record Suggested(int digit, double confidence, String checkpoint) {}

    /** The annotator takes back the label that they gave. */
    record LabelRetracted() implements ImageEvent {}

    /** The labels given so far settle what the image shows. */
    record LabelSettled(int digit, double confidence, Split split) implements ImageEvent {}

    /** What was settled is open again. */
    record LabelUnsettled(Split split) implements ImageEvent {}

    record ImageSkipped() implements ImageEvent {}

    record SkipRetracted() implements ImageEvent {}

    /** It is not a digit. */
    record ImageRejected() implements ImageEvent {}

    record RejectionRetracted() implements ImageEvent {}
}
