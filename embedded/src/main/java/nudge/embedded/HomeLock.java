package nudge.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One owner at a time for a server's home folder. The kernel lets go of the lock when the owning JVM ends. */
public final class HomeLock implements AutoCloseable {
    /**
     * The homes that this JVM holds. Asked before the file is opened: closing any channel on a locked file would
     * release the lock that this JVM already has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Locks the folder, which is made if need be.
     *
     * @param server whose folder it is, for the message
     * @throws EmbeddedServerException when another has it
     */
    public static HomeLock take(String server, Path home) throws IOException {
        Files.createDirectories(home);
        Path real = home.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(server, home, "this JVM");
        }
        FileChannel channel = null;
        try {
            Path file = real.resolve("lock");
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(server, home, "process " + Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new HomeLock(real, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(real);
            throw e;
        }
    }

    private static EmbeddedServerException inUse(String server, Path home, String owner) {
        return new EmbeddedServerException(
                "%s in %s: expected to be its only user, but %s has it; stop that one or choose another folder"
                        .formatted(server, home, owner));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(home);
    }
}
