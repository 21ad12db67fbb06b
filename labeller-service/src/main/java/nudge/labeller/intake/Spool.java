package nudge.labeller.intake;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Text that is read more than once. It lies in a temporary file that its owner alone can read, packed when it came packed, and is
 * gone once the spool is closed.
 */
final class Spool implements AutoCloseable {
    /** On the disk: as much as an upload may have. */
    private static final long MOST_BYTES = 200L << 20;

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final boolean packed;

    private Spool(Path file, boolean packed) {
        this.file = file;
        this.packed = packed;
    }

    /**
     * Reads a stream to its end.
     *
     * @param packed whether it is many times as long as what was sent, and so is packed again
     * @throws UnreadableException when it would take more than 200 MB of the disk
     */
    static Spool of(InputStream in, boolean packed) throws IOException {
        return of(in, packed, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Spool of(InputStream in, boolean packed, Path folder) throws IOException {
        Spool spool = new Spool(Files.createTempFile(folder, "nudge-import", ".text"), packed);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream out = spool.out(deflater)) {
            in.transferTo(out);
        } catch (IOException | RuntimeException failed) {
            spool.close();
            throw failed;
        } finally {
            deflater.end();
        }
        return spool;
    }

    private OutputStream out(Deflater deflater) throws IOException {
        OutputStream out = new BufferedOutputStream(new BoundedOutput(Files.newOutputStream(file)), BUFFER);
        return packed ? new DeflaterOutputStream(out, deflater, BUFFER) : out;
    }

    /** Where it lies. */
    Path file() {
        return file;
    }

    /** The text from its beginning. */
    InputStream open() throws IOException {
        InputStream in = Files.newInputStream(file);
        return packed ? new InflaterInputStream(in) : in;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    private static final class BoundedOutput extends FilterOutputStream {
        private long written;

        BoundedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > MOST_BYTES) {
                throw new UnreadableException("expected a CSV that takes at most " + (MOST_BYTES >> 20)
                        + " MB, got a larger one: send it in parts, or with ./nudge import as a file of its own");
            }
            out.write(bytes, offset, length);
        }
    }
}
