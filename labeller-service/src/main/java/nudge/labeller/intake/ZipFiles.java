package nudge.labeller.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * The files of a ZIP, as its central directory has them. A file that cannot be read is named and left out, whole: what comes
 * out of it is checked before any of it is handed on. None of them is ever written to a disk; the ZIP itself is, for as long
 * as it is read.
 */
final class ZipFiles implements AutoCloseable {
    private final Path file;
    private final ZipFile zip;
    private final long packedBytes;
    private final DecompressionLimit.Budget budget;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Member> byPath = new LinkedHashMap<>();

    private record Member(ZipName name, ZipArchiveEntry entry) {}

    private ZipFiles(Path file, ZipFile zip, DecompressionLimit.Budget budget) throws IOException {
        this.file = file;
        this.zip = zip;
        this.packedBytes = Files.size(file);
        this.budget = budget;
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            Member member = new Member(ZipName.of(entry), entry);
            members.add(member);
            byPath.putIfAbsent(member.name.path(), member);
        }
    }

    /** Reads one file of a ZIP. */
    interface Reader {
        void read(String name, InputStream in) throws IOException;
    }

    /** @throws UnreadableException when it is no whole ZIP, or has too many files */
    static ZipFiles of(InputStream in, Limits limits, DecompressionLimit.Budget budget) throws IOException {
        Path file = Files.createTempFile("nudge-import", ".zip");
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            ZipDirectory.check(file, limits);
            return new ZipFiles(file, open(file), budget);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    private static ZipFile open(Path file) throws UnreadableException {
        try {
            // A local header that is damaged must not take the others with it: it is read with its file.
            return ZipFile.builder()
                    .setPath(file)
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IOException | RuntimeException broken) {
            throw new UnreadableException(
                    "expected a whole ZIP, got one that is damaged, truncated or in several parts ("
                            + broken.getMessage() + ")");
        }
    }

    /** Reads every file in the ZIP's order; what fails is told, and the rest goes on. */
    void each(Reader reader, ImageSink to) throws IOException {
        for (Member member : members) {
            String path = member.name.path();
            if (member.name.isFolder()) {
                continue;
            }
            if (HiddenFiles.isHidden(path)) {
                to.leftOut(path);
                continue;
            }
            try {
                check(member);
                try (InputStream in = unpacked(member.entry)) {
                    reader.read(path, in);
                }
            } catch (java.util.zip.ZipException | java.io.EOFException broken) {
                to.unreadable(path, damaged(broken));
            } catch (UnreadableException wrong) {
                to.unreadable(path, String.valueOf(wrong.getMessage()));
            }
        }
    }

    /** Tells in which charset names were read that do not say it. */
    void tellGuesses(String zipName, ImageSink to) {
        Map<Charset, List<String>> guesses = new LinkedHashMap<>();
        for (Member member : members) {
            if (member.name.guess() != null) {
                guesses.computeIfAbsent(member.name.guess(), first -> new ArrayList<>())
                        .add(member.name.path());
            }
        }
        guesses.forEach((charset, paths) -> to.note(
                zipName,
                "a guess: " + (paths.size() == 1 ? "one name is" : paths.size() + " names are") + " written in "
                        + charset.name() + ", such as " + paths.get(0)));
    }

    private void check(Member member) throws UnreadableException {
        ZipArchiveEntry entry = member.entry;
        if (member.name.leavesItsFolder()) {
            throw new UnreadableException("expected the path of a file inside the ZIP, got one that leads out of it");
        }
        if (byPath.get(member.name.path()) != member) {
            throw new UnreadableException("expected each path once in a ZIP, got it again");
        }
        checkReadable(entry);
        verify(entry);
    }

    private static void checkReadable(ZipArchiveEntry entry) throws UnreadableException {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new UnreadableException(
                    "expected a file that everybody can read, got an encrypted one: pack it anew without a password");
        }
        if (entry.isUnixSymlink()) {
            throw new UnreadableException("expected a file, got a link: pack the file itself");
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
            throw new UnreadableException("expected a file that is stored or deflated, got one packed by method "
                    + entry.getMethod() + (method == null || method == ZipMethod.UNKNOWN ? "" : " (" + method + ")")
                    + ": pack it anew");
        }
    }

    /** Unpacks a file once for its length and CRC-32; it is paid for once. */
    private void verify(ZipArchiveEntry entry) throws UnreadableException {
        CRC32 crc = new CRC32();
        long size = 0;
        byte[] piece = new byte[1 << 13];
        try (InputStream in = unpacked(entry)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                crc.update(piece, 0, read);
                size += read;
            }
        } catch (UnreadableException wrong) {
            throw wrong;
        } catch (IOException broken) {
            throw new UnreadableException(damaged(broken));
        }
        if (size != entry.getSize()) {
            throw new UnreadableException("expected " + entry.getSize() + " bytes, got " + size
                    + ": the file was damaged on its way into the ZIP or here");
        }
        if (crc.getValue() != entry.getCrc()) {
            throw new UnreadableException(
                    "expected a whole file, got one whose checksum (CRC-32) is another: it was damaged on its way");
        }
        budget.giveBack(size);
    }

    private static String damaged(IOException broken) {
        return "expected a whole file, got a damaged one (" + broken.getMessage() + ")";
    }

    /** The paths of its files. */
    Set<String> paths() {
        return byPath.keySet();
    }

    /**
     * A file of the ZIP.
     *
     * @throws UnreadableException when it cannot be read as a whole
     */
    InputStream open(String path) throws UnreadableException {
        Member member = byPath.get(path);
        if (member == null) {
            throw new UnreadableException("expected " + path + " in the ZIP, found none");
        }
        check(member);
        return unpacked(member.entry);
    }

    private InputStream unpacked(ZipArchiveEntry entry) throws UnreadableException {
        InputStream in;
        try {
            in = zip.getInputStream(entry);
        } catch (IOException | RuntimeException broken) {
            throw new UnreadableException("expected a whole file, got a damaged one (" + broken.getMessage() + ")");
        }
        if (in == null) {
            throw new UnreadableException("expected a whole file, got none");
        }
        long packed = Math.min(packedBytes, Math.max(0, entry.getCompressedSize()));
        return new DecompressionLimit(in, () -> packed, budget);
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
