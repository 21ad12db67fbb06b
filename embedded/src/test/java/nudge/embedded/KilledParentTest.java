package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class KilledParentTest {
    @TempDir
    Path home;

    @Test
    void servers_end_with_their_killed_jvm_and_the_next_start_finds_the_data() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> servers;
        try (BufferedReader output = parent.inputReader()) {
            servers = Stream.of(output.readLine().split(" "))
                    .map(Long::valueOf)
                    .map(pid -> ProcessHandle.of(pid).orElseThrow())
                    .toList();
            assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);
        } finally {
            parent.destroyForcibly().waitFor();
        }

        try (EmbeddedPostgres postgres = Parent.postgres(home);
                EmbeddedKafka kafka = Parent.kafka(home)) {
            assertThat(Sql.queryOne(postgres, "SELECT digit FROM label")).isEqualTo("7");
            assertThat(Records.committed(kafka, "labels")).containsExactly("seven");
            // They are gone once whoever inherits them has taken notice.
            assertThat(Deadlines.soon(() -> servers.stream().noneMatch(ProcessHandle::isAlive)))
                    .isTrue();
        }
    }

    /** Starts both servers, writes to them, tells their process ids, and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            EmbeddedPostgres postgres = postgres(home);
            Sql.execute(postgres, "CREATE TABLE label AS SELECT 7 AS digit");
            EmbeddedKafka kafka = kafka(home);
            Records.createTopic(kafka, "labels");
            Records.commit(kafka, "labels", "seven");
            System.out.println(postgres.pid() + " " + kafka.pid());
            Thread.currentThread().join();
        }

        static EmbeddedPostgres postgres(Path home) {
            return EmbeddedPostgres.start(
                    home.resolve("postgres"),
                    EmbeddedPostgres.Options.defaults().withBinaries(EmbeddedServers.cache()));
        }

        static EmbeddedKafka kafka(Path home) {
            return EmbeddedKafka.start(home.resolve("kafka"));
        }
    }
}
