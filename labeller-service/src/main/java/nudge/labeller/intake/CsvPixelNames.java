package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * Columns whose names have numbers: {@code pixel0} to {@code pixel783}, {@code 1x1} to {@code 28x28} (row first), {@code V1} to
 * {@code V785}.
 *
 * @param columns where they are, in the order of their numbers
 * @param first name of the first of them
 * @param last name of the last of them
 */
record CsvPixelNames(int[] columns, String first, String last) {
    private static final Pattern NAME = Pattern.compile("(\\D*)(\\d{1,4})(?:(\\D+)(\\d{1,2}))?");
    /** As many columns of a kind are meant to be pixels. */
    private static final int MANY = 600;

    private record Numbered(int column, int number, int second) {}

    /**
     * The pixels among columns, or columns that may have the label among them; null when the names do not number so many.
     *
     * @param left columns that are something else
     * @throws UnreadableException when a number is missing or comes twice
     */
    static @Nullable CsvPixelNames find(List<String> names, boolean[] left) throws UnreadableException {
        Map<String, List<Numbered>> kinds = new LinkedHashMap<>();
        for (int column = 0; column < names.size(); column++) {
            Matcher name = NAME.matcher(names.get(column));
            if (!left[column] && name.matches()) {
                String kind =
                        name.group(1).toLowerCase(Locale.ROOT) + '0' + (name.group(3) == null ? "" : name.group(3));
                int second = name.group(4) == null ? -1 : Integer.parseInt(name.group(4));
                kinds.computeIfAbsent(kind, made -> new ArrayList<>())
                        .add(new Numbered(column, Integer.parseInt(name.group(2)), second));
            }
        }
        for (List<Numbered> kind : kinds.values()) {
            if (kind.size() >= MANY) {
                return of(kind, names);
            }
        }
        return null;
    }

    private static CsvPixelNames of(List<Numbered> kind, List<String> names) throws UnreadableException {
        boolean rowsAndColumns = kind.get(0).second >= 0;
        int least = kind.stream().mapToInt(Numbered::number).min().orElseThrow();
        int leastSecond = kind.stream().mapToInt(Numbered::second).min().orElseThrow();
        int[] columns = new int[rowsAndColumns ? Pixels.COUNT : Math.max(Pixels.COUNT, kind.size())];
        Arrays.fill(columns, -1);
        for (Numbered each : kind) {
            int row = each.number - least;
            int column = each.second - leastSecond;
            int place = rowsAndColumns ? Pixels.SIDE * row + column : row;
            if (place >= columns.length || column >= Pixels.SIDE) {
                throw new UnreadableException(
                        "expected columns of pixels to be numbered without a gap, such as pixel0 to"
                                + " pixel783 or 1x1 to 28x28, got " + names.get(columnOf(kind, least)) + " and "
                                + names.get(each.column));
            }
            if (columns[place] >= 0) {
                throw new UnreadableException("expected a column for each pixel, got " + names.get(columns[place])
                        + " and " + names.get(each.column) + " for the same");
            }
            columns[place] = each.column;
        }
        for (int place = 0; place < columns.length; place++) {
            if (columns[place] < 0) {
                throw new UnreadableException("expected 784 columns of pixels, got " + kind.size() + ": number "
                        + (rowsAndColumns
                                ? (least + place / Pixels.SIDE) + "x" + (leastSecond + place % Pixels.SIDE)
                                : least + place)
                        + " is missing");
            }
        }
        return new CsvPixelNames(columns, names.get(columns[0]), names.get(columns[columns.length - 1]));
    }

    private static int columnOf(List<Numbered> kind, int number) {
        return kind.stream().filter(each -> each.number == number).findFirst().orElseThrow().column;
    }
}
