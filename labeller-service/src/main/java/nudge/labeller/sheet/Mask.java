package nudge.labeller.sheet;

/**
 * Which points are ink: {@code [height][width]}, row by row.
 *
 * @param ink changed by whoever takes something away
 */
record Mask(boolean[] ink, int width, int height) {
    boolean at(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height && ink[y * width + x];
    }

    /** What is ink in both. */
    Mask and(Mask other) {
        boolean[] both = new boolean[ink.length];
        for (int i = 0; i < ink.length; i++) {
            both[i] = ink[i] && other.ink[i];
        }
        return new Mask(both, width, height);
    }

    /** Rows become columns. */
    Mask transposed() {
        boolean[] turned = new boolean[ink.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                turned[x * height + y] = ink[y * width + x];
            }
        }
        return new Mask(turned, height, width);
    }
}
