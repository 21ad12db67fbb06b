package nudge.labeller.backup;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The file: {@code NUDGEBAK}, the version as 4 bytes, the body compressed with gzip, and the SHA-256 of all that. It is
 * written whole or not at all. Files of earlier versions can be read.
 */
final class BackupFile {
    /** Since version 2 the access events are in it; since version 3 keys stand in the events; since version 4 passkeys. */
    private static final int VERSION = 4;

    private static final byte[] MAGIC = "NUDGEBAK".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;

    private BackupFile() {}

    interface Body<S, E extends Exception> {
        void run(S stream) throws IOException, E;
    }

    static <E extends Exception> void write(Path file, Body<DataOutputStream, E> body) throws IOException, E {
        Path target = file.toAbsolutePath();
        Path unfinished = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".unfinished");
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            MessageDigest sha256 = sha256();
            OutputStream raw = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            DataOutputStream out = new DataOutputStream(new DigestOutputStream(raw, sha256));
            out.write(MAGIC);
            out.writeInt(VERSION);
            GZIPOutputStream compressed = new GZIPOutputStream(out, 1 << 16);
            DataOutputStream content = new DataOutputStream(new BufferedOutputStream(compressed, 1 << 16));
            body.run(content);
            content.flush();
            compressed.finish();
            out.flush();
            raw.write(sha256.digest());
            raw.flush();
            channel.force(true);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        try (FileChannel folder = FileChannel.open(target.getParent())) {
            folder.force(true);
        }
    }

    interface Content<E extends Exception> {
        void read(DataInputStream stream, int version) throws IOException, E;
    }

    /** Gives the body to read, and its version, once the whole file is found to be as it was written. */
    static <E extends Exception> void read(Path file, Content<E> content) throws IOException, E {
        check(file);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(MAGIC.length);
            int version = in.readInt();
            content.read(new DataInputStream(new GZIPInputStream(in, 1 << 16)), version);
        }
    }

    private static void check(Path file) throws IOException {
        long size = Files.size(file) - DIGEST;
        if (size < MAGIC.length + 4) {
            throw new IOException(file + ": expected a backup of Nudge, got " + Files.size(file) + " bytes");
        }
        MessageDigest sha256 = sha256();
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new DigestInputStream(raw, sha256))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException(file + ": expected a backup of Nudge, which begins with NUDGEBAK");
            }
            int version = in.readInt();
            if (version < 1 || version > VERSION) {
                throw new IOException(file + ": expected a backup of version 1 to " + VERSION + ", got " + version
                        + ": restore it with the version of Nudge that wrote it, or a newer one");
            }
            byte[] buffer = new byte[1 << 16];
            for (long left = size - MAGIC.length - 4; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException(file + ": expected " + left + " more bytes");
                }
                left -= read;
            }
            byte[] digest = sha256.digest();
            if (!Arrays.equals(digest, raw.readNBytes(DIGEST))) {
                throw new IOException(
                        file + ": expected the SHA-256 of the content at the end, got another: the file is"
                                + " damaged or cut off; use another backup");
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
