package nudge.standalone;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import nudge.labeller.intake.CsvFile;
import nudge.labeller.intake.CsvOptions;
import nudge.labeller.intake.ImageSink;

/** A CSV of any length, which is read where it lies: it is neither copied nor kept in memory. */
final class CsvOnDisk {
    /** Enough for the header of a gzipped file and some text behind it. */
    private static final int LOOKED_AT = 1 << 13;

    private CsvOnDisk() {}

    /** Whether what comes is a CSV, or one that is gzipped; the stream stays where it is. */
    static boolean begins(BufferedInputStream in) throws IOException {
        in.mark(LOOKED_AT);
        byte[] start = in.readNBytes(LOOKED_AT);
        in.reset();
        return CsvFile.is(() -> new ByteArrayInputStream(start));
    }

    /** Reads it in two passes, of which each moves the bar half of the way. */
    static void read(Path file, CsvOptions options, ImageSink to, ProgressBar bar) throws IOException {
        CsvFile.readOrTell(file.toString(), () -> progressing(file, bar), options, to);
    }

    private static InputStream progressing(Path file, ProgressBar bar) throws IOException {
        return new ProgressInputStream(Files.newInputStream(file), bar, 2);
    }
}
