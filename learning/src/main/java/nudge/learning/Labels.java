package nudge.learning;

import java.util.Arrays;

/**
 * The latest label of each image, by the image's number. In chunks, so that growing copies no label. Owned by one thread.
 */
final class Labels {
    private static final byte NONE = -1;
    private static final int CHUNK = 1 << 14;

    private byte[][] chunks = new byte[4][];
    private int size;
    private int labelled;

    /** Images that have a label now. */
    int labelled() {
        return labelled;
    }

    /** Appends the next image's label. */
    void add(int digit) {
        int chunk = size / CHUNK;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if (size % CHUNK == 0) {
            chunks[chunk] = new byte[CHUNK];
        }
        chunks[chunk][size % CHUNK] = (byte) digit;
        size++;
        labelled++;
    }

    boolean has(int number) {
        return get(number) != NONE;
    }

    /** The digit of an image that has a label. */
    int digit(int number) {
        return get(number);
    }

    /** Gives an image a label in place of what it had; returns whether that changed anything. */
    boolean change(int number, int digit) {
        byte before = get(number);
        labelled += before == NONE ? 1 : 0;
        chunks[number / CHUNK][number % CHUNK] = (byte) digit;
        return before != digit;
    }

    /** Takes an image's label away; returns whether it had one. */
    boolean retract(int number) {
        boolean had = has(number);
        labelled -= had ? 1 : 0;
        chunks[number / CHUNK][number % CHUNK] = NONE;
        return had;
    }

    private byte get(int number) {
        return chunks[number / CHUNK][number % CHUNK];
    }
}
