package nudge.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A PostgreSQL data directory and its superuser's password, made whole or not at all. */
record PostgresCluster(Path home, Path programs, RunAs runAs, String password) {
    static final String SUPERUSER = "postgres";

    /** Opens the home's cluster; the first time it is made. */
    static PostgresCluster open(Path home, Path programs) throws IOException {
        RunAs runAs = RunAs.of(home);
        PostgresCluster cluster = new PostgresCluster(home, programs, runAs, password(home, runAs));
        if (!Files.exists(cluster.data().resolve("PG_VERSION"))) {
            cluster.initialise();
        }
        return cluster;
    }

    Path data() {
        return home.resolve("data");
    }

    private static String password(Path home, RunAs runAs) throws IOException {
        Path file = home.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        if (Files.exists(home.resolve("data"))) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL in %s: expected the superuser's password in the file password, but it is missing; put it back, or start with an empty folder"
                            .formatted(home));
        }
        String password = RandomPassword.next();
        Path written = home.resolve("password.new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, password);
        runAs.own(written);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private void initialise() throws IOException {
        if (Files.exists(data())) {
            throw new EmbeddedServerException(
                    "Embedded PostgreSQL in %s: expected a PostgreSQL cluster in data or nothing, but PG_VERSION is missing there; choose another folder"
                            .formatted(home));
        }
        deleteUnfinished();
        Path unfinished = Files.createTempDirectory(home, "data-unfinished-");
        runAs.own(unfinished);
        runAs.requireReach(unfinished);
        runAs.requireReach(programs.resolve("bin/initdb"));
        Command.run(Watchdog.over(runAs.command(List.of(
                programs.resolve("bin/initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--pwfile=" + home.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"))));
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void deleteUnfinished() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(home, "data-unfinished-*")) {
            for (Path leftover : leftovers) {
                Folders.delete(leftover);
            }
        }
    }

    @Override
    public String toString() {
        return "PostgresCluster[" + home + "]";
    }
}
