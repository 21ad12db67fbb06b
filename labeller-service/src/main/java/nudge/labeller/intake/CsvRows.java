package nudge.labeller.intake;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV, one after the other, without those that are blank. */
final class CsvRows implements AutoCloseable {
    /** A longer cell is no number: a quote was opened there, and never closed. */
    private static final int MOST_CELL = 64 << 10;

    private final CsvRow row;
    private final CsvReader<CsvRow> reader;
    private final CloseableIterator<CsvRow> rows;

    /** @param in from the beginning of the file; it is closed with the rows */
    CsvRows(InputStream in, CsvDialect dialect) throws IOException {
        dialect.skipMark(in);
        row = new CsvRow(dialect.separator() == ' ');
        reader = CsvReader.builder()
                .fieldSeparator(dialect.separator())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(MOST_CELL)
                .build(row, new InputStreamReader(in, dialect.encoding()));
        rows = reader.iterator();
        if (dialect.namesSeparator()) {
            next();
        }
    }

    /**
     * The next row, or null behind the last. It is valid until the next call.
     *
     * @throws UnreadableException when a quote is opened and never closed
     */
    @Nullable
    CsvRow next() throws IOException {
        try {
            while (rows.hasNext()) {
                rows.next();
                if (!row.isBlank()) {
                    return row;
                }
            }
            return null;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } catch (CsvParseException broken) {
            if (broken.getCause() instanceof RuntimeException reason && !(reason instanceof CsvParseException)) {
                throw reason; // of the stream that is read
            }
            throw new UnreadableException("expected every quote to be closed, in cells of at most " + (MOST_CELL >> 10)
                    + " KB: it is not, in the row that begins in line " + row.line());
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
