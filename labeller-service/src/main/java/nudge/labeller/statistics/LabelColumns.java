package nudge.labeller.statistics;

import java.util.Arrays;

/**
 * The labels that stand, one per image and annotator, in the log's order: 33 bytes each. A label that is replaced or taken back
 * leaves its place empty until half of the places are. Those of an image are linked, the latest first. Not safe for threads.
 */
final class LabelColumns {
    static final int NONE = -1;

    private static final int FIRST_SIZE = 64;

    private final ImageColumns images;
    /** The number of places, empty ones among them. */
    private int size;

    private int empty;
    private int[] image = new int[FIRST_SIZE];
    /** {@link #NONE}: an empty place. */
    private int[] annotator = new int[FIRST_SIZE];
    /** The label of the same image before it. */
    private int[] previous = new int[FIRST_SIZE];

    private byte[] digit = new byte[FIRST_SIZE];
    private byte[] shown = new byte[FIRST_SIZE];
    private byte[] predicted = new byte[FIRST_SIZE];
    private boolean[] counted = new boolean[FIRST_SIZE];
    private long[] position = new long[FIRST_SIZE];
    private int[] elapsed = new int[FIRST_SIZE];
    /** Seconds since 1970, without a sign: until 2106. */
    private int[] at = new int[FIRST_SIZE];

    LabelColumns(ImageColumns images) {
        this.images = images;
    }

    /**
     * A label as it comes.
     *
     * @param elapsedMs from when the image was shown to when it was labelled, or {@link #NONE}
     * @param shown the digit that the page suggested, or {@link #NONE}
     * @param predicted the digit that the model saw in it when it was handed out, or {@link #NONE}
     * @param atSecond since 1970
     * @param counted whether it moves its annotator towards their next milestone
     */
    record Label(
            int image,
            int annotator,
            int digit,
            long position,
            int elapsedMs,
            int shown,
            int predicted,
            long atSecond,
            boolean counted) {}

    void add(Label label) {
        if (size == image.length) {
            if (empty > size / 2) {
                compact();
            } else {
                grow();
            }
        }
        image[size] = label.image();
        annotator[size] = label.annotator();
        digit[size] = (byte) label.digit();
        position[size] = label.position();
        elapsed[size] = label.elapsedMs();
        shown[size] = (byte) label.shown();
        predicted[size] = (byte) label.predicted();
        counted[size] = label.counted();
        at[size] = (int) label.atSecond();
        previous[size] = images.lastLabel(label.image());
        images.lastLabel(label.image(), size++);
    }

    /** The place of somebody's label of an image, or {@link #NONE}. */
    int find(int ofImage, int by) {
        int place = images.lastLabel(ofImage);
        while (place != NONE && annotator[place] != by) {
            place = previous[place];
        }
        return place;
    }

    void remove(int place) {
        int next = images.lastLabel(image[place]);
        if (next == place) {
            images.lastLabel(image[place], previous[place]);
        } else {
            while (previous[next] != place) {
                next = previous[next];
            }
            previous[next] = previous[place];
        }
        annotator[place] = NONE;
        empty++;
    }

    private void grow() {
        int more = Math.multiplyExact(size, 2);
        image = Arrays.copyOf(image, more);
        annotator = Arrays.copyOf(annotator, more);
        previous = Arrays.copyOf(previous, more);
        digit = Arrays.copyOf(digit, more);
        shown = Arrays.copyOf(shown, more);
        predicted = Arrays.copyOf(predicted, more);
        counted = Arrays.copyOf(counted, more);
        position = Arrays.copyOf(position, more);
        elapsed = Arrays.copyOf(elapsed, more);
        at = Arrays.copyOf(at, more);
    }

    /** Closes the gaps: the order stays, the places do not. */
    private void compact() {
        for (int place = 0; place < size; place++) {
            if (annotator[place] != NONE) {
                images.lastLabel(image[place], NONE);
            }
        }
        int to = 0;
        for (int place = 0; place < size; place++) {
            if (annotator[place] != NONE) {
                image[to] = image[place];
                annotator[to] = annotator[place];
                digit[to] = digit[place];
                shown[to] = shown[place];
                predicted[to] = predicted[place];
                counted[to] = counted[place];
                position[to] = position[place];
                elapsed[to] = elapsed[place];
                at[to] = at[place];
                previous[to] = images.lastLabel(image[to]);
                images.lastLabel(image[to], to++);
            }
        }
        size = to;
        empty = 0;
    }

    /** One behind the last place. */
    int end() {
        return size;
    }

    /** How many labels stand. */
    int count() {
        return size - empty;
    }

    /** Whether a label stands at a place. */
    boolean stands(int place) {
        return annotator[place] != NONE;
    }

    int image(int place) {
        return image[place];
    }

    int annotator(int place) {
        return annotator[place];
    }

    /** The place of the label of the same image before it, or {@link #NONE}. */
    int previous(int place) {
        return previous[place];
    }

    int digit(int place) {
        return digit[place];
    }

    int shown(int place) {
        return shown[place];
    }

    int predicted(int place) {
        return predicted[place];
    }

    boolean counted(int place) {
        return counted[place];
    }

    long position(int place) {
        return position[place];
    }

    int elapsedMs(int place) {
        return elapsed[place];
    }

    long atSecond(int place) {
        return Integer.toUnsignedLong(at[place]);
    }
}
