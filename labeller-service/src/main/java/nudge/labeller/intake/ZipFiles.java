package nudge.labeller.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The files of a ZIP. None of them is ever written to a disk; the ZIP itself is, for as long as it is read. */
final class ZipFiles implements AutoCloseable {
    private final Path file;
    private final ZipFile zip;
    private final DecompressionLimit.Budget budget;

    private ZipFiles(Path file, ZipFile zip, DecompressionLimit.Budget budget) {
        this.file = file;
        this.zip = zip;
        this.budget = budget;
    }

    /** Reads one file of a ZIP. */
    interface Reader {
        void read(String name, InputStream in) throws IOException;
    }

    static ZipFiles of(InputStream in, Limits limits, DecompressionLimit.Budget budget) throws IOException {
        Path file = Files.createTempFile("nudge-import", ".zip");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            ZipFile zip = new ZipFile(file.toFile());
            if (zip.size() > limits.entries()) {
                int entries = zip.size();
                zip.close();
                throw new UnreadableException("expected a ZIP of at most " + limits.entries() + " files, got " + entries
                        + ": send it in parts");
            }
            return new ZipFiles(file, zip, budget);
        } catch (ZipException broken) {
            Files.delete(file);
            throw new UnreadableException("expected a whole ZIP, got one that is damaged, truncated or encrypted ("
                    + broken.getMessage() + ")");
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** Reads every file in the ZIP's order; what fails is told, and the rest goes on. */
    void each(Reader reader, ImageSink to) throws IOException {
        Set<String> seen = new HashSet<>();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            if (entry.isDirectory() || isDecoration(name)) {
                continue;
            }
            if (leavesItsFolder(name)) {
                to.unreadable(name, "expected the path of a file inside the ZIP, got one that leads out of it");
            } else if (!seen.add(name)) {
                to.unreadable(name, "expected each path once in a ZIP, got it again");
            } else {
                try (InputStream in = open(entry)) {
                    reader.read(name, in);
                } catch (ZipException | java.io.EOFException broken) {
                    to.unreadable(name, "expected a whole file, got a damaged one (" + broken.getMessage() + ")");
                } catch (UnreadableException wrong) {
                    to.unreadable(name, String.valueOf(wrong.getMessage()));
                }
            }
        }
    }

    /** A file of the ZIP by its path, or null when there is none. */
    @Nullable
    InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        return entry == null ? null : open(entry);
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    private InputStream open(ZipEntry entry) throws IOException {
        InputStream in = zip.getInputStream(entry);
        if (in == null) {
            throw new UnreadableException("expected a whole file, got none");
        }
        return new DecompressionLimit(in, entry::getCompressedSize, budget);
    }

    /** What macOS and Windows put into ZIPs beside what people put in. */
    private static boolean isDecoration(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return name.startsWith("__MACOSX/") || last.startsWith(".") || last.equals("Thumbs.db");
    }

    private static boolean leavesItsFolder(String name) {
        return name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || name.matches("[A-Za-z]:.*")
                || Arrays.asList(name.split("/")).contains("..");
    }

    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
