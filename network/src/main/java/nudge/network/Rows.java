package nudge.network;

/**
 * Rows in an array, in tiles of eight: row r begins at {@code start + r / 8 * tile + r % 8 * stride}. A view that is moved, not
 * made anew, from step to step.
 */
final class Rows {
    float[] array = new float[0];
    int start;
    int stride;
    int tile;

    /** Rows that lie evenly. */
    Rows at(float[] array, int start, int stride) {
        return inTiles(array, start, stride, 8 * stride);
    }

    Rows inTiles(float[] array, int start, int stride, int tile) {
        this.array = array;
        this.start = start;
        this.stride = stride;
        this.tile = tile;
        return this;
    }
}
