package nudge.events;

import java.time.Instant;
import java.util.UUID;

/**
 * A record of {@code nudge.labels}.
 *
 * <p>Each names its own position in the log and the position of the record before it in the topic, so that any consumer
 * can prove that it missed nothing.
 */
public sealed interface LabelRecord {
    /** Pixels of an image: 28 rows of 28, one byte each, 0 = paper, 255 = ink. */
    int PIXELS = 784;

    /** The CloudEvents type of the record. */
    String type();

    UUID image();

    /** What the image is for. */
    Split split();

    /** Position of the event in the log of the store, counted from 1. */
    long position();

    /** Position of the record before this one in the topic, 0 for the first. */
    long previous();

    Instant at();

    /**
     * The label of an image is known, or has changed.
     *
     * @param pixels 784 bytes, row by row
     * @param digit 0 to 9
     * @param confidence in the label, above 0 and at most 1
     * @param policy by which it was settled: the position of its event in the log, 0 for the default
     * @param basis what the label rests on
     * @param estimate the number of the estimate of how people label that it rests on, 0 for none
     */
    record ImageLabelled(
            UUID image,
            byte[] pixels,
            int digit,
            double confidence,
            long policy,
            Basis basis,
            long estimate,
            Split split,
            long position,
            long previous,
            Instant at)
            implements LabelRecord {
        public static final String TYPE = "image.labelled.v1";

        public ImageLabelled {
            if (pixels.length != PIXELS) {
                throw new IllegalArgumentException("expected " + PIXELS + " pixels, got " + pixels.length);
            }
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("expected a digit from 0 to 9, got " + digit);
            }
            if (!(confidence > 0 && confidence <= 1)) {
                throw new IllegalArgumentException("expected a confidence above 0 and at most 1, got " + confidence);
            }
            checkPositions(position, previous);
            if (policy < 0 || policy >= position) {
                throw new IllegalArgumentException(
                        "expected 0 <= policy < position, got policy " + policy + " and position " + position);
            }
            Expected.atLeast(0, estimate, "estimate");
        }

        /** One label, settled by the default policy. */
        public ImageLabelled(
                UUID image,
                byte[] pixels,
                int digit,
                double confidence,
                Split split,
                long position,
                long previous,
                Instant at) {
            this(image, pixels, digit, confidence, 0, Basis.SINGLE, 0, split, position, previous, at);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The image has no known label any more: retracted, rejected, in dispute, or given by somebody who is not trusted. */
    record ImageUnlabelled(UUID image, Split split, long position, long previous, Instant at) implements LabelRecord {
        public static final String TYPE = "image.unlabelled.v1";

        public ImageUnlabelled {
            checkPositions(position, previous);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    private static void checkPositions(long position, long previous) {
        if (previous < 0 || position <= previous) {
            throw new IllegalArgumentException(
                    "expected 0 <= previous < position, got previous " + previous + " and position " + position);
        }
    }
}
