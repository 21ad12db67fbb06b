package nudge.labeller.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import nudge.labeller.image.Snapshot;

/** What an export looks like. */
public enum Format {
    /** Everything that is known of each image, one JSON object a line. */
    JSONL("jsonl", "application/x-ndjson", TextFiles::jsonLines),
    /** A label, empty when there is none, and 784 columns; none that was rejected or put aside. */
    CSV("csv", "text/csv;charset=UTF-8", TextFiles::csv),
    /** A ZIP of IDX pairs, as MNIST's: the labelled images alone. */
    IDX("zip", "application/zip", ZipArchives::idx),
    /** A ZIP of pictures, in folders by split and digit. */
    PNG("zip", "application/zip", ZipArchives::png);

    private final String extension;
    private final String contentType;
    private final Writer writer;

    private interface Writer {
        void write(Snapshot snapshot, OutputStream out) throws IOException;
    }

    Format(String extension, String contentType, Writer writer) {
        this.extension = extension;
        this.contentType = contentType;
        this.writer = writer;
    }

    /** The format of a name: jsonl, csv, idx or png. */
    public static Optional<Format> of(String name) {
        return Arrays.stream(values())
                .filter(format ->
                        format.name().toLowerCase(java.util.Locale.ROOT).equals(name))
                .findFirst();
    }

    public String contentType() {
        return contentType;
    }

    /** What a file of it is called. */
    public String fileName(long position) {
        return "nudge-" + position + (extension.equals("zip") ? "-" + name().toLowerCase(java.util.Locale.ROOT) : "")
                + "." + extension;
    }

    /** Writes all images; the same position gives the same bytes. The stream is left open. */
    public void write(Snapshot snapshot, OutputStream out) throws IOException {
        writer.write(snapshot, out);
    }
}
