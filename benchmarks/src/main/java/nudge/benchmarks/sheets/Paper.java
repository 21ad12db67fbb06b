package nudge.benchmarks.sheets;

/** What is printed on a sheet before anybody writes on it. */
enum Paper {
    PLAIN,
    /** A line below each row. */
    RULED,
    /** The same, with a red margin. */
    RULED_WITH_MARGIN,
    /** Squares that have nothing to do with where the digits are. */
    GRID,
    /** A frame of its own for each digit. */
    BOXES,
    /** Frames that share their sides. */
    COMB;

    boolean hasCells() {
        return this == BOXES || this == COMB;
    }
}
