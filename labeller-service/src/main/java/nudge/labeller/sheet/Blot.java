package nudge.labeller.sheet;

/**
 * Points of ink that hang together, or belong to one digit.
 *
 * @param left of the first column, {@code right} behind the last one; {@code top} and {@code bottom} in the same way
 * @param size points
 * @param parts labels of its points in {@link Blots#labels()}
 */
record Blot(int left, int top, int right, int bottom, int size, java.util.List<Integer> parts) {
    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    double centreX() {
        return (left + right) / 2.0;
    }

    double centreY() {
        return (top + bottom) / 2.0;
    }

    /** Both as one. */
    Blot with(Blot other) {
        java.util.List<Integer> all = new java.util.ArrayList<>(parts);
        all.addAll(other.parts);
        return new Blot(
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom),
                size + other.size,
                all);
    }

    int overlapX(Blot other) {
        return Math.min(right, other.right) - Math.max(left, other.left);
    }

    int overlapY(Blot other) {
        return Math.min(bottom, other.bottom) - Math.max(top, other.top);
    }
}
