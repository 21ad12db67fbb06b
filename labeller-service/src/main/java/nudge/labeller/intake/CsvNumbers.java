package nudge.labeller.intake;

/**
 * Numbers as pandas, NumPy, R and spreadsheets write them: {@code 255}, {@code 255.0}, {@code 2.55e2}, {@code 0,5}, with spaces
 * or quotes around them.
 */
final class CsvNumbers {
    /** A cell without a value. No number is so. */
    static final double MISSING = Double.NEGATIVE_INFINITY;

    /** A cell that is no number. It equals nothing: ask {@link Double#isNaN}. */
    static final double TEXT = Double.NaN;

    /** Beyond that a digit more does not fit into a long. */
    private static final long FULL = 100_000_000_000_000_000L;

    private static final double[] POWERS = new double[23]; // all that a double holds exactly

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++, power *= 10) {
            POWERS[i] = power;
        }
    }

    private CsvNumbers() {}

    /** The number in a cell, or {@link #MISSING}, or {@link #TEXT}. */
    static double parse(char[] text, int offset, int length) {
        if (length >= 1 && length <= 3) {
            int end = offset + length;
            int value = 0;
            int i = offset;
            for (; i < end && text[i] >= '0' && text[i] <= '9'; i++) {
                value = 10 * value + text[i] - '0';
            }
            if (i == end) {
                return value;
            }
        }
        return bare(text, offset, offset + length);
    }

    private static double bare(char[] text, int begin, int end) {
        int from = begin;
        int to = end;
        while (from < to && isSpace(text[from])) {
            from++;
        }
        while (from < to && isSpace(text[to - 1])) {
            to--;
        }
        if (to - from >= 3 && text[from] == 'b' && text[from + 1] == '\'') {
            from++; // how Python prints bytes, and pandas the classes of ARFF files
        }
        if (to - from >= 2 && (text[from] == '"' || text[from] == '\'') && text[to - 1] == text[from]) {
            return bare(text, from + 1, to - 1);
        }
        return isMissing(text, from, to) ? MISSING : decimal(text, from, to);
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || c == '\u00a0' || c == '\ufeff';
    }

    private static boolean isMissing(char[] text, int from, int to) {
        if (from == to) {
            return true;
        }
        if (to - from > 4 || text[from] >= '0' && text[from] <= '9') {
            return false;
        }
        return switch (new String(text, from, to - from)) {
            case "NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?" -> true;
            default -> false;
        };
    }

    private static double decimal(char[] text, int from, int to) {
        int i = from + (text[from] == '-' || text[from] == '+' ? 1 : 0);
        long mantissa = 0;
        int exponent = 0;
        boolean any = false;
        boolean fraction = false;
        for (; i < to; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                any = true;
                if (mantissa < FULL) {
                    mantissa = 10 * mantissa + c - '0';
                    exponent -= fraction ? 1 : 0;
                } else {
                    exponent += fraction ? 0 : 1;
                }
            } else if ((c == '.' || c == ',') && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (any && i < to && (text[i] == 'e' || text[i] == 'E')) {
            int power = exponent(text, i + 1, to);
            if (power == Integer.MIN_VALUE) {
                return TEXT;
            }
            exponent += power;
            i = to;
        }
        if (!any || i != to) {
            return TEXT;
        }
        double value = scaled(mantissa, exponent);
        return text[from] == '-' ? -value : value;
    }

    /** What stands behind an {@code e}; the least int when it is no whole number of at most four digits. */
    private static int exponent(char[] text, int from, int to) {
        boolean signed = from < to && (text[from] == '-' || text[from] == '+');
        int begin = from + (signed ? 1 : 0);
        if (begin == to || to - begin > 4) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (int i = begin; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return Integer.MIN_VALUE;
            }
            value = 10 * value + text[i] - '0';
        }
        return signed && text[from] == '-' ? -value : value;
    }

    private static double scaled(long mantissa, int exponent) {
        if (mantissa == 0 || exponent == 0) {
            return mantissa;
        }
        if (exponent < 0 && -exponent < POWERS.length) {
            return mantissa / POWERS[-exponent];
        }
        return exponent > 0 && exponent < POWERS.length
                ? mantissa * POWERS[exponent]
                : mantissa * Math.pow(10, exponent);
    }
}
