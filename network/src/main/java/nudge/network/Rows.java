package nudge.network;

/**
 * A view of rows in an array, in tiles of eight: row r begins at {@code start + r / 8 * tile + r % 8 * stride}.
 * Mutable, so that a step creates no objects.
 */
final class Rows {
    float[] array = new float[0];
    int start;
    int stride;
    int tile;

    /** Rows at equal distances. */
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
