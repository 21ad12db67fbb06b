package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * What a CSV's columns are, as far as its header and the options tell.
 *
 * @param names of all columns; null without a header
 * @param width how many columns each row has
 * @param label where the label is, {@link #NO_LABEL}, or {@link #UNKNOWN}
 * @param pixels where the pixels are, in their order; with the label among them, or an index, as long as it is unknown
 * @param leftOut columns that are neither
 */
record CsvColumns(@Nullable List<String> names, int width, int label, int[] pixels, List<String> leftOut) {
    static final int NO_LABEL = -1;
    static final int UNKNOWN = -2;

    static final String SAY_IT = "say which it is with --label first|last|none|NAME (?label= over HTTP)";

    private static final int MOST_NAMED = 5;

    /**
     * The columns of a file.
     *
     * @param header the names that it begins with; null when it begins with an image
     * @param width how many columns its rows have
     * @throws UnreadableException when the header is not plain, or does not go with the options
     */
    static CsvColumns of(@Nullable List<String> header, int width, CsvOptions options) throws UnreadableException {
        if (header == null) {
            if (options.namesLabel()) {
                throw new UnreadableException("expected a header with a column called " + options.label()
                        + ", got a file that begins with an image");
            }
            return new CsvColumns(
                    null, width, UNKNOWN, IntStream.range(0, width).toArray(), List.of());
        }
        List<String> names = new ArrayList<>(header);
        if (names.size() == width - 1) {
            names.add(0, ""); // R gives rows names, and these no name
        }
        for (int column = names.size(); column < width; column++) {
            names.add("(column " + (column + 1) + ")"); // not as pixels are called
        }
        return new Reading(names, options).columns();
    }

    /** Those with the label found, or none. */
    CsvColumns with(int foundLabel, int[] foundPixels, List<String> alsoLeftOut) {
        List<String> all = new ArrayList<>(leftOut);
        all.addAll(alsoLeftOut);
        return new CsvColumns(names, width, foundLabel, foundPixels, List.copyOf(all));
    }

    /** Those with the label first or last among 785. */
    CsvColumns withLabelAmong(int[] all, boolean first, List<String> alsoLeftOut) {
        return first
                ? with(all[0], Arrays.copyOfRange(all, 1, all.length), alsoLeftOut)
                : with(all[all.length - 1], Arrays.copyOf(all, all.length - 1), alsoLeftOut);
    }

    /** The name of a column, or its number. */
    String name(int column) {
        return names == null || names.get(column).isEmpty() ? "column " + (column + 1) : names.get(column);
    }

    /** Names for people, of which the first stand for all. */
    static String some(List<String> names) {
        String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMED ? first : first + ", ... (" + names.size() + " in all)";
    }

    /** The names of a header being understood. */
    private static final class Reading {
        private final List<String> names;
        private final CsvOptions options;
        private final boolean[] taken;

        Reading(List<String> names, CsvOptions options) {
            this.names = names;
            this.options = options;
            this.taken = new boolean[names.size()];
        }

        CsvColumns columns() throws UnreadableException {
            int label = options.namesLabel() ? named(String.valueOf(options.label())) : byName();
            List<String> leftOut = new ArrayList<>();
            for (int column = 0; column < taken.length; column++) {
                boolean unwanted = CsvOptions.NO_LABELS.equals(options.label()) && CsvHeader.isLabel(names.get(column));
                if (column == label || CsvHeader.isIndex(names.get(column)) || unwanted) {
                    taken[column] = true;
                    if (column != label) {
                        leftOut.add(names.get(column).isEmpty() ? "column " + (column + 1) : names.get(column));
                    }
                }
            }
            CsvPixelNames pixels = CsvPixelNames.find(names, taken);
            return pixels == null ? byPlace(label, leftOut) : numbered(label, pixels, leftOut);
        }

        private int named(String wanted) throws UnreadableException {
            List<Integer> found = columnsWhere(name -> name.equals(wanted));
            if (found.isEmpty()) {
                found = columnsWhere(name -> name.equalsIgnoreCase(wanted));
            }
            if (found.size() != 1) {
                throw new UnreadableException("expected one column called " + wanted + ", got "
                        + (found.isEmpty() ? "none among " + some(names) : String.valueOf(found.size())));
            }
            return found.get(0);
        }

        /** The column that is called as labels are. */
        private int byName() throws UnreadableException {
            if (options.label() != null) {
                return options.label().equals(CsvOptions.NO_LABELS) ? NO_LABEL : UNKNOWN;
            }
            List<Integer> found = columnsWhere(CsvHeader::isLabel);
            if (found.size() > 1) {
                throw new UnreadableException("expected one column of labels, got "
                        + some(found.stream().map(names::get).toList()) + ": " + SAY_IT);
            }
            return found.isEmpty() ? UNKNOWN : found.get(0);
        }

        private List<Integer> columnsWhere(Predicate<String> matches) {
            return IntStream.range(0, names.size())
                    .filter(column -> matches.test(names.get(column)))
                    .boxed()
                    .toList();
        }

        /** Pixels are numbered by their names, and other columns may stand beside them. */
        private CsvColumns numbered(int label, CsvPixelNames pixels, List<String> leftOut) throws UnreadableException {
            for (int column : pixels.columns()) {
                taken[column] = true;
            }
            List<Integer> others = IntStream.range(0, taken.length)
                    .filter(column -> !taken[column])
                    .boxed()
                    .toList();
            int chosen = label;
            if (pixels.columns().length > Pixels.COUNT) {
                if (label != UNKNOWN || pixels.columns().length > Pixels.COUNT + 1) {
                    throw new UnreadableException("expected 784 columns of pixels, got " + pixels.columns().length
                            + ": " + pixels.first() + " to " + pixels.last());
                }
            } else if (label == UNKNOWN) {
                chosen = amongOthers(others, pixels);
            }
            for (int other : others) {
                if (other != chosen) {
                    leftOut.add(names.get(other));
                }
            }
            return new CsvColumns(names, names.size(), chosen, pixels.columns(), List.copyOf(leftOut));
        }

        /** Which of the columns that are neither index nor pixel is the label. */
        private int amongOthers(List<Integer> others, CsvPixelNames pixels) throws UnreadableException {
            if (options.label() != null) {
                if (others.isEmpty()) {
                    throw new UnreadableException(
                            "expected a column of labels, got none besides " + pixels.first() + " to " + pixels.last());
                }
                return options.label().equals(CsvOptions.FIRST) ? others.get(0) : others.get(others.size() - 1);
            }
            if (!others.isEmpty()) {
                throw new UnreadableException("expected a column called label, class, digit, target or y, got "
                        + some(others.stream().map(names::get).toList()) + ": " + SAY_IT);
            }
            return NO_LABEL;
        }

        /** Names tell the label at most: the pixels are all other columns, in their order. */
        private CsvColumns byPlace(int label, List<String> leftOut) throws UnreadableException {
            int[] rest = IntStream.range(0, taken.length)
                    .filter(column -> !taken[column])
                    .toArray();
            int expected = label == UNKNOWN ? Pixels.COUNT + 1 : Pixels.COUNT;
            if (rest.length != expected && rest.length != Pixels.COUNT) {
                throw new UnreadableException(String.format(
                        Locale.ROOT,
                        "expected 784 columns of pixels%s, got %d",
                        label == UNKNOWN ? " and a label" : label == NO_LABEL ? "" : " beside " + names.get(label),
                        rest.length));
            }
            return new CsvColumns(names, names.size(), label, rest, List.copyOf(leftOut));
        }
    }
}
