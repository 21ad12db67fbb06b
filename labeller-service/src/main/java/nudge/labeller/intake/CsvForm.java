package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was understood of a CSV, for people: they see it before anything is stored.
 *
 * @param encoding such as {@code UTF-8}
 * @param separator between cells: comma, semicolon, tab, pipe or space
 * @param header whether the first line names the columns
 * @param columns how many there are
 * @param label name of the column of labels, or its number; null when there are no labels
 * @param pixels the columns of pixels, such as {@code pixel1 to pixel784}
 * @param leftOut columns that are neither label nor pixels
 * @param scale what stands for full ink: 1 or 255
 * @param labels columns that may be asked for as labels instead, by their names
 */
public record CsvForm(
        String encoding,
        String separator,
        boolean header,
        int columns,
        @Nullable String label,
        String pixels,
        List<String> leftOut,
        int scale,
        List<String> labels) {
    private static final int MOST_LABELS = 20;

    static CsvForm of(CsvDialect dialect, CsvColumns columns, int scale) {
        int[] pixels = columns.pixels();
        String between = columns.name(pixels[0]) + " to " + columns.name(pixels[pixels.length - 1]);
        return new CsvForm(
                dialect.encodingName(),
                dialect.separatorName(),
                columns.names() != null,
                columns.width(),
                columns.label() < 0 ? null : columns.name(columns.label()),
                between,
                columns.leftOut(),
                scale,
                labels(columns));
    }

    /** The label and what was left out: all that have names and are no pixels. */
    private static List<String> labels(CsvColumns columns) {
        List<String> names = columns.names();
        List<String> labels = new ArrayList<>();
        for (int column = 0; names != null && column < names.size() && labels.size() < MOST_LABELS; column++) {
            String name = names.get(column);
            if (!name.isEmpty()
                    && (column == columns.label() || columns.leftOut().contains(name))) {
                labels.add(name);
            }
        }
        return labels;
    }
}
