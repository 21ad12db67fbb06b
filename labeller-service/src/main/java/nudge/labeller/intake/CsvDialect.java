package nudge.labeller.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a CSV is written: the encoding by its byte order mark, the separator by the first lines.
 *
 * @param markBytes length of the byte order mark
 * @param separator between cells; a space stands for any number of them
 * @param namesSeparator whether the first line does nothing but name the separator, as spreadsheets write it
 */
record CsvDialect(Charset encoding, int markBytes, char separator, boolean namesSeparator) {
    /** How much of a file tells the dialect: twenty lines of MNIST, or five in scientific notation. */
    static final int LOOKED_AT = 128 << 10;

    private static final String SEPARATORS = "\t;|, "; // a decimal comma stands beside each of the others
    private static final int MANY = 783;
    private static final int MOST_LINES = 5;
    private static final int LEAST_CELLS = 10;

    /** @param start of the file, at most {@link #LOOKED_AT} bytes */
    static CsvDialect of(byte[] start) {
        Charset encoding = StandardCharsets.UTF_8;
        int mark = 0;
        if (start.length >= 2 && (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xfe) {
            encoding = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (start.length >= 2 && (start[0] & 0xff) == 0xfe && (start[1] & 0xff) == 0xff) {
            encoding = StandardCharsets.UTF_16BE;
            mark = 2;
        } else if (start.length >= 3
                && (start[0] & 0xff) == 0xef
                && (start[1] & 0xff) == 0xbb
                && (start[2] & 0xff) == 0xbf) {
            mark = 3;
        }
        String text = new String(start, mark, start.length - mark, encoding);
        if (text.matches("(?is)\"?sep=[,;|\\t]\"?[\\r\\n].*")) {
            return new CsvDialect(encoding, mark, text.charAt(text.indexOf('=') + 1), true);
        }
        return new CsvDialect(encoding, mark, separator(text), false);
    }

    /** Whether a file that begins so can be a CSV. */
    static boolean isText(byte[] start) {
        CsvDialect dialect = of(start);
        String text = new String(start, dialect.markBytes, start.length - dialect.markBytes, dialect.encoding);
        boolean separated = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                return false;
            }
            separated |= c != ' ' && SEPARATORS.indexOf(c) >= 0;
        }
        return separated || areNumbersBetweenSpaces(text);
    }

    /** A space stands between words as well: most of the cells have a digit. */
    private static boolean areNumbersBetweenSpaces(String text) {
        List<String> cells = List.of(text.strip().split(" +", -1));
        long numbers = cells.stream()
                .filter(cell -> cell.chars().anyMatch(c -> c >= '0' && c <= '9'))
                .count();
        return cells.size() >= LEAST_CELLS && numbers > cells.size() / 2;
    }

    private static char separator(String text) {
        String[] lines = text.split("[\\r\\n]+", MOST_LINES + 1);
        for (char candidate : SEPARATORS.toCharArray()) {
            for (int i = 0; i < Math.min(lines.length, MOST_LINES); i++) {
                if (count(lines[i], candidate) >= MANY) {
                    return candidate;
                }
            }
        }
        char most = ',';
        for (char candidate : SEPARATORS.toCharArray()) {
            most = candidate != ' ' && count(text, candidate) > count(text, most) ? candidate : most;
        }
        return most;
    }

    private static long count(String text, char what) {
        return text.chars().filter(c -> c == what).count();
    }

    /** Passes over the byte order mark. */
    void skipMark(InputStream in) throws IOException {
        in.skipNBytes(markBytes);
    }

    /** The encoding, for people. */
    String encodingName() {
        return encoding.name() + (markBytes > 0 ? " with a byte order mark" : "");
    }

    /** The separator, for people. */
    String separatorName() {
        return switch (separator) {
            case '\t' -> "tab";
            case ';' -> "semicolon";
            case '|' -> "pipe";
            case ' ' -> "space";
            default -> "comma";
        };
    }
}
