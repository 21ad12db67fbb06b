package nudge.labeller.intake;

import org.jspecify.annotations.Nullable;

/**
 * What whoever sends a CSV says about it, where the file alone does not tell.
 *
 * @param label the column of labels: {@code first}, {@code last}, {@code none}, or its name in the header; null to find it
 * @param scale what stands for full ink, 1 or 255; null to find it
 */
public record CsvOptions(@Nullable String label, @Nullable Integer scale) {
    /** The file tells all. */
    public static final CsvOptions NONE = new CsvOptions(null, null);

    static final String FIRST = "first";
    static final String LAST = "last";
    static final String NO_LABELS = "none";

    /** @throws IllegalArgumentException for a label without a name, or another scale */
    public CsvOptions {
        if (label != null && label.isBlank()) {
            throw new IllegalArgumentException(
                    "expected label to be first, last, none or the name of a column, got nothing");
        }
        if (scale != null && scale != 1 && scale != 255) {
            throw new IllegalArgumentException("expected scale to be 1 or 255, got " + scale);
        }
    }

    /** Whether the label is asked for by the name of its column. */
    boolean namesLabel() {
        return label != null && !label.equals(FIRST) && !label.equals(LAST) && !label.equals(NO_LABELS);
    }
}
