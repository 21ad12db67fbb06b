package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import nudge.embedded.EmbeddedServerException;
import nudge.embedded.HomeLock;
import nudge.embedded.OwnersFolder;

/** The data folder of a Nudge, held by one process at a time. */
final class Home implements AutoCloseable {
    /** The layout that this version writes. */
    private static final int FORMAT = 1;

    /** Bytes for the servers to start with: the first time they also make what they keep. */
    private static final long LEAST_ROOM = 16L << 20;

    private static final long LEAST_ROOM_AT_FIRST = 256L << 20;

    private final Path folder;
    private final HomeLock lock;
    private final boolean wasOpen;

    private Home(Path folder, HomeLock lock, boolean wasOpen) {
        this.folder = folder;
        this.lock = lock;
        this.wasOpen = wasOpen;
    }

    /** @throws WrongUseException when another Nudge has it, a newer version wrote it, or it cannot be written, or has no room */
    static Home open(Path folder) {
        try {
            boolean wasOpen = OwnersFolder.keep(folder, folder.resolve("postgres"));
            HomeLock lock = HomeLock.take("Nudge", folder);
            try {
                checkRoom(folder);
                checkFormat(folder.resolve("format"));
                return new Home(folder, lock, wasOpen);
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (EmbeddedServerException inUse) {
            throw new WrongUseException(String.valueOf(inUse.getMessage()));
        } catch (IOException unusable) {
            throw DataFolder.unusable("a folder that can be written", folder, unusable);
        }
    }

    /** What cannot be completed for want of room is better not begun. */
    private static void checkRoom(Path folder) {
        long least = Files.exists(folder.resolve("postgres/data")) ? LEAST_ROOM : LEAST_ROOM_AT_FIRST;
        long room = folder.toFile().getUsableSpace();
        WrongUseException.unless(
                room >= least,
                "at least " + (least >> 20) + " MB of room on the disk of " + folder,
                (room >> 20) + " MB: free some, or choose another folder with --data or NUDGE_HOME");
    }

    private static void checkFormat(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path draft = file.resolveSibling("format.new");
            Files.writeString(draft, FORMAT + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        String written = Files.readString(file).strip();
        if (!written.equals(String.valueOf(FORMAT))) {
            throw new WrongUseException(
                    "expected data of format " + FORMAT + " in " + file.getParent() + ", got format "
                            + written
                            + ", which a newer version of Nudge wrote: run that version, or choose another folder with"
                            + " --data");
        }
    }

    /** What its owner should know of the folder; empty when all is well. */
    Optional<String> warning() {
        return wasOpen
                ? Optional.of("Warning: other users of this machine could write to " + folder
                        + " until now. It is closed to them from here on; if one of them may have used it, ./nudge audit"
                        + " tells whether the log is whole.")
                : Optional.empty();
    }

    Path folder() {
        return folder;
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    Path kafka() {
        return kafka(folder);
    }

    static Path kafka(Path folder) {
        return folder.resolve("kafka");
    }

    Path trainer() {
        return folder.resolve("trainer");
    }

    /** The token of programs of the user whose Nudge this is. */
    static Path token(Path folder) {
        return folder.resolve("token");
    }

    Path log() {
        return folder.resolve("nudge.log");
    }

    /** There once MNIST is in the pool, whole. */
    Path mnistLoaded() {
        return folder.resolve("mnist-loaded");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
