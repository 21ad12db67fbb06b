package nudge.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs, which refuses to run as root. The choice is made once for each data directory and kept beside
 * it: the ways make different owners of the files.
 */
enum RunAs {
    /** The user who runs this JVM, not root. */
    SELF(List.of()),
    /** Root, in a user namespace without rights: the files stay root's. */
    USER_NAMESPACE(List.of("unshare", "--user")),
    /** Root gives up its rights and becomes user 65534: the files are that user's. */
    UNPRIVILEGED(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final String OWNER = "65534:65534";

    private final List<String> prefix;

    RunAs(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The way of this home: the one that it was made with, else the first that works here. */
    static RunAs of(Path home) throws IOException {
        Path file = home.resolve("run-as");
        if (Files.exists(file)) {
            RunAs made = valueOf(Files.readString(file).strip());
            if (made.works()) {
                return made;
            }
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL in %s: expected to run as when it was made (%s), but that does not work here%s; use the same user and machine settings, or another folder"
                            .formatted(home, made, isRoot() ? " as root" : " as an ordinary user"));
        }
        RunAs chosen = Stream.of(values())
                .filter(RunAs::works)
                .findFirst()
                .orElseThrow(
                        () -> new EmbeddedServerException(
                                "Embedded PostgreSQL: expected to give up root's rights with unshare or setpriv, but neither works here; run as an ordinary user"));
        Path written = Files.writeString(home.resolve("run-as.new"), chosen.name());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return chosen;
    }

    /** Whether the server of this home is, or would be, another user than this JVM's. */
    static boolean isAnother(Path home) throws IOException {
        Path file = home.resolve("run-as");
        return Files.exists(file)
                ? valueOf(Files.readString(file).strip()) == UNPRIVILEGED
                : isRoot() && !USER_NAMESPACE.works();
    }

    private boolean works() {
        return switch (this) {
            case SELF -> !isRoot();
            case USER_NAMESPACE, UNPRIVILEGED -> isRoot() && Command.succeeds(command(List.of("true")));
        };
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new EmbeddedServerException("Expected /proc to tell this process's user, but: " + e.getMessage(), e);
        }
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Makes a file or an empty folder that this JVM made the server's own. */
    void own(Path path) {
        if (this == UNPRIVILEGED) {
            Command.run(List.of("chown", OWNER, path.toString()));
        }
    }

    /** Whether the server can read a file of this JVM's user. */
    boolean reaches(Path path) {
        return this != UNPRIVILEGED || Command.succeeds(command(List.of("test", "-r", path.toString())));
    }

    /** Says early, and clearly, that the server would not reach its own files. */
    void requireReach(Path path) {
        if (!reaches(path)) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL: expected user 65534 to reach %s, but a folder above it forbids that; choose a folder outside root's home"
                            .formatted(path));
        }
    }
}
