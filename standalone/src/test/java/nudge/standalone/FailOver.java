package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a fail-over to a database that lacks the latest commits is, and the way out of it, of a {@link Fleet}. */
final class FailOver {
    private final Fleet fleet;
    private final Path database;
    private final Path older;

    FailOver(Fleet fleet) {
        this.fleet = fleet;
        this.database = fleet.data().resolve("postgres/data");
        this.older = fleet.data().resolve("postgres/data-older");
    }

    /** The replica gets all that is in the log so far, and nothing more. */
    void copyDatabase() throws IOException, InterruptedException {
        synchronized (fleet.servers()) { // Nothing starts it again meanwhile.
            fleet.servers().postgres().close();
            run("cp", "-a", database.toString(), older.toString());
        }
    }

    /** The replica takes the database's place. */
    void putOlderDatabaseBack() throws IOException, InterruptedException {
        synchronized (fleet.servers()) {
            fleet.servers().postgres().close();
            run("rm", "-r", database.toString());
            Files.move(older, database);
        }
    }

    /** An empty Kafka takes the place of the one that is ahead of the log; then the services are started again. */
    void takeTheWayOut() throws IOException, InterruptedException {
        synchronized (fleet.servers()) {
            fleet.servers().kafka().close();
            run("rm", "-r", fleet.data().resolve("kafka/data").toString());
        }
        Signal.KILL.send(List.of(
                fleet.labeller(0).process(),
                fleet.labeller(1).process(),
                fleet.trainer().process()));
    }

    private static void run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
