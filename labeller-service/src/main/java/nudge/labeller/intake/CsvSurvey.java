package nudge.labeller.intake;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * The first look at a whole CSV, before an image of it is taken: which column is the label, which are pixels, and what stands
 * for full ink. It keeps counts alone.
 */
final class CsvSurvey {
    /** Fewer are damaged labels, and named; so many are letters, or clothes. */
    private static final int MOST_OTHER_CLASSES = 5;

    private final CsvOptions options;
    private @Nullable List<String> header;
    private boolean begun;
    private @Nullable CsvColumns columns;
    private @Nullable CsvLabelColumn label;
    private @Nullable CsvScale scale;
    private final Set<Double> otherClasses = new TreeSet<>();

    /** What a survey finds. */
    record Result(CsvColumns columns, int scale) {}

    CsvSurvey(CsvOptions options) {
        this.options = options;
    }

    /**
     * Looks at all rows.
     *
     * @return null when no row is as wide as an image
     * @throws UnreadableException when the rows do not tell what they are
     */
    @Nullable
    Result look(CsvRows rows) throws IOException {
        for (CsvRow row = rows.next(); row != null; row = rows.next()) {
            boolean first = !begun;
            begun = true;
            if (first && CsvHeader.is(row)) {
                header = CsvHeader.names(row);
            } else if (columns == null) {
                begin(row);
            } else {
                add(row, columns);
            }
        }
        if (otherClasses.size() >= MOST_OTHER_CLASSES) {
            throw new UnreadableException("expected labels from 0 to 9, got "
                    + otherClasses.stream()
                            .map(other -> String.valueOf(other.intValue()))
                            .collect(Collectors.joining(", "))
                    + " and perhaps more: they stand for other things than digits");
        }
        return columns == null || scale == null
                ? null
                : new Result(label == null ? columns : label.decide(options), scale.decide(options));
    }

    /** The first row that is as wide as an image, and as the header, tells how wide all are. */
    private void begin(CsvRow row) throws UnreadableException {
        int least = header == null ? Pixels.COUNT : Math.max(Pixels.COUNT, header.size());
        if (row.cells() < least || row.cells() > CsvRow.MOST_KEPT) {
            return;
        }
        CsvColumns found = CsvColumns.of(header, row.cells(), options);
        CsvColumns settled = CsvLabelColumn.withoutRows(found, options);
        columns = settled == null ? found : settled;
        int[] pixels = columns.pixels();
        if (settled == null) {
            label = new CsvLabelColumn(found);
            pixels = Arrays.copyOfRange(pixels, 2, pixels.length - 2); // not the ends: a label, an index, or nothing
        }
        scale = new CsvScale(pixels);
        add(row, columns);
    }

    private void add(CsvRow row, CsvColumns known) {
        if (row.cells() != known.width()) {
            return; // It is named when the images are taken.
        }
        if (label != null) {
            label.add(row);
        } else if (known.label() >= 0 && row.number(known.label()) > 9 && otherClasses.size() < MOST_OTHER_CLASSES) {
            otherClasses.add(row.number(known.label()));
        }
        if (scale != null) {
            scale.add(row);
        }
    }
}
