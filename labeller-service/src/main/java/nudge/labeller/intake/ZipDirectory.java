package nudge.labeller.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The central directory of a ZIP, before it is taken into memory: its headers are counted wherever they stand. */
final class ZipDirectory {
    private static final int HEADER_BYTES = 46;
    /** Names, extra fields and comments of 100,000 files have about as much. */
    private static final long MOST_BYTES = 16 << 20;

    private ZipDirectory() {}

    /** @throws UnreadableException when it has more files than are allowed, or is itself too large */
    static void check(Path zip, Limits limits) throws IOException {
        long files = 0;
        long bytes = 0;
        try (InputStream in = Files.newInputStream(zip)) {
            byte[] piece = new byte[1 << 16];
            int kept = 0;
            for (int read = in.readNBytes(piece, 0, piece.length); read > 0; ) {
                int length = kept + read;
                int at = 0;
                for (; at + HEADER_BYTES <= length; at++) {
                    if (piece[at] == 'P' && piece[at + 1] == 'K' && piece[at + 2] == 1 && piece[at + 3] == 2) {
                        files++;
                        bytes +=
                                HEADER_BYTES + number(piece, at + 28) + number(piece, at + 30) + number(piece, at + 32);
                    }
                }
                kept = length - at;
                System.arraycopy(piece, at, piece, 0, kept);
                read = in.readNBytes(piece, kept, piece.length - kept);
            }
        }
        if (files > limits.entries()) {
            throw new UnreadableException(
                    "expected a ZIP of at most " + limits.entries() + " files, got " + files + ": send it in parts");
        }
        if (bytes > MOST_BYTES) {
            throw new UnreadableException("expected a ZIP whose directory has at most " + (MOST_BYTES >> 20)
                    + " MB, got a larger one: send it in parts");
        }
    }

    /** Two bytes, the lower one first. */
    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }
}
