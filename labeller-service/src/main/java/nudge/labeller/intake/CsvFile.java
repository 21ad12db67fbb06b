package nudge.labeller.intake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import nudge.labeller.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * CSV: an image a row, as 784 columns of pixels and perhaps one of labels. A header names the columns, in any order; without one
 * the whole file tells where the label is. A row that is no image is named, and the others are taken.
 */
public final class CsvFile {
    private static final int BUFFER = 1 << 16;
    private static final int START = 512;

    private final String name;
    private final CsvDialect dialect;
    private final ImageSink to;

    private CsvFile(String name, CsvDialect dialect, ImageSink to) {
        this.name = name;
        this.dialect = dialect;
        this.to = to;
    }

    /** A file that can be read again from its beginning. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Whether a file can be a CSV by its first bytes: text with separators. */
    static boolean begins(byte[] start) {
        return CsvDialect.isText(start);
    }

    /** Whether a file is a CSV, gzipped or not. */
    public static boolean is(Source source) throws IOException {
        try (InputStream in = unpacked(source)) {
            byte[] start = in.readNBytes(START);
            return !Intake.isGzip(start) && begins(start);
        } catch (ZipException | EOFException broken) {
            return false;
        }
    }

    private static InputStream unpacked(Source source) throws IOException {
        BufferedInputStream in = new BufferedInputStream(source.open(), BUFFER);
        try {
            in.mark(2);
            byte[] start = in.readNBytes(2);
            in.reset();
            return Intake.isGzip(start) ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException broken) {
            in.close();
            throw broken;
        }
    }

    /** Reads a file, gzipped or not; what is wrong with it, or with a part of it, {@code to} is told. */
    public static void readOrTell(String name, Source source, CsvOptions options, ImageSink to) throws IOException {
        try {
            read(name, () -> unpacked(source), options, to);
        } catch (ZipException | EOFException broken) {
            to.unreadable(name, "expected a whole file, got a damaged or truncated one (" + broken.getMessage() + ")");
        } catch (UnreadableException wrong) {
            to.unreadable(name, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Reads a file in two passes: what it is, then its images.
     *
     * @throws UnreadableException when the file does not tell what it is; nothing of it was taken then
     */
    static void read(String name, Source source, CsvOptions options, ImageSink to) throws IOException {
        ImageSink digits = Emnist.of(name, to);
        CsvDialect dialect;
        try (InputStream in = source.open()) {
            dialect = CsvDialect.of(in.readNBytes(CsvDialect.LOOKED_AT));
        }
        CsvSurvey.Result found;
        try (CsvRows rows = rows(source, dialect)) {
            found = new CsvSurvey(options).look(rows);
        }
        CsvFile file = new CsvFile(name, dialect, digits);
        try (CsvRows rows = rows(source, dialect)) {
            file.take(rows, found);
        }
    }

    private static CsvRows rows(Source source, CsvDialect dialect) throws IOException {
        return new CsvRows(new BufferedInputStream(source.open(), BUFFER), dialect);
    }

    private void take(CsvRows rows, CsvSurvey.@Nullable Result found) throws IOException {
        if (found != null) {
            to.understood(name, CsvForm.of(dialect, found.columns(), found.scale()));
        }
        CsvRow row = rows.next();
        if (row != null && CsvHeader.is(row)) {
            row = rows.next();
        }
        if (row == null) {
            throw new UnreadableException("expected a row for each image, got no row of numbers");
        }
        for (; row != null; row = rows.next()) {
            take(row, found);
        }
    }

    private void take(CsvRow row, CsvSurvey.@Nullable Result found) {
        String place = name + " line " + row.line();
        try {
            if (found == null) {
                throw new UnreadableException("expected a label and 784 columns, got " + row.cells());
            }
            CsvColumns columns = found.columns();
            if (row.cells() != columns.width()) {
                throw new UnreadableException("expected " + columns.width() + " columns, got " + row.cells());
            }
            Integer digit = columns.label() < 0 ? null : digit(row, columns.label());
            to.image(place, pixels(row, columns.pixels(), found.scale()), digit);
        } catch (UnreadableException wrong) {
            to.unreadable(place, String.valueOf(wrong.getMessage()));
        }
    }

    private static @Nullable Integer digit(CsvRow row, int column) throws UnreadableException {
        if (row.isMissing(column)) {
            return null;
        }
        double number = row.number(column);
        if (!(number >= 0 && number <= 9 && number == Math.rint(number))) {
            throw new UnreadableException(
                    "expected the label to be a whole number from 0 to 9, got " + shortened(row.text(column)));
        }
        return (int) number;
    }

    /** 784 bytes: 28 rows of 28. */
    private static byte[] pixels(CsvRow row, int[] columns, int scale) throws UnreadableException {
        byte[] pixels = new byte[Pixels.COUNT];
        double factor = 255.0 / scale;
        for (int i = 0; i < pixels.length; i++) {
            double number = row.number(columns[i]);
            if (!(number >= 0 && number <= scale)) {
                throw new UnreadableException("expected pixel " + i + " to be a number from 0 to " + scale + ", got "
                        + (row.isMissing(columns[i]) ? "nothing" : shortened(row.text(columns[i]))));
            }
            pixels[i] = (byte) (number * factor + 0.5);
        }
        return pixels;
    }

    private static String shortened(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "..." : text;
    }
}
