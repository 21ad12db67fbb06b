package nudge.network;

/** Rows in an array: row r begins at {@code start + r * stride}. A view that is moved, not made anew, from step to step. */
final class Rows {
    float[] array = new float[0];
    int start;
    int stride;

    Rows at(float[] array, int start, int stride) {
        this.array = array;
        this.start = start;
        this.stride = stride;
        return this;
    }
}
