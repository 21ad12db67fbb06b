package nudge.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The file that a server's output is appended to, readable by its owner alone. */
final class ServerLog {
    private static final long LARGE = 16L << 20;
    private static final int SHOWN_BYTES = 2_000;

    private final Path file;
    private long start;

    private ServerLog(Path file, long start) {
        this.file = file;
        this.start = start;
    }

    /** Opens the file for another run of the server; a large one is set aside first, in place of the one before. */
    static ServerLog open(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > LARGE) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return new ServerLog(file, Files.size(file));
    }

    ProcessBuilder.Redirect redirect() {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    /** From here on, {@link #tail} tells only of what comes. */
    void mark() throws IOException {
        start = Files.size(file);
    }

    /** The end of what this run wrote. */
    String tail() throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(start, log.length() - SHOWN_BYTES);
            byte[] bytes = new byte[(int) (log.length() - from)];
            log.seek(from);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    /** The line that most likely tells why the server ended: the last fatal one, else the last. */
    String lastWords() throws IOException {
        List<String> lines = tail().lines().toList();
        String last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        return lines.stream()
                .filter(line -> line.contains("FATAL"))
                .reduce((earlier, later) -> later)
                .orElse(last);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
