package nudge.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class EmbeddedPostgresTest {
    @TempDir
    Path home;

    private final EmbeddedPostgres.Options options =
            EmbeddedPostgres.Options.defaults().withBinaries(EmbeddedServers.cache());

    @Test
    void data_survive_a_restart() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options)) {
            Sql.execute(postgres, "CREATE TABLE label AS SELECT 7 AS digit");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options)) {
            assertThat(Sql.queryOne(postgres, "SELECT digit FROM label")).isEqualTo("7");
        }
    }

    @Test
    void a_killed_postmaster_loses_nothing_and_the_next_start_works() throws Exception {
        EmbeddedPostgres killed = EmbeddedPostgres.start(home, options);
        Sql.execute(killed, "CREATE TABLE label AS SELECT 7 AS digit");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        assertThat(Deadlines.soon(() -> !killed.isAlive())).isTrue();
        killed.close();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options.withPort(killed.port()))) {
            assertThat(postgres.port()).isEqualTo(killed.port());
            assertThat(Sql.queryOne(postgres, "SELECT digit FROM label")).isEqualTo("7");
        }
    }

    @Test
    void a_stopped_process_of_a_killed_postmaster_does_not_keep_the_next_start_from_the_data() throws Exception {
        EmbeddedPostgres killed = EmbeddedPostgres.start(home, options);
        Sql.execute(killed, "CREATE TABLE label AS SELECT 7 AS digit");
        ProcessHandle postmaster = ProcessHandle.of(killed.pid()).orElseThrow();
        ProcessHandle child = postmaster.children().findFirst().orElseThrow();
        assertThat(Command.succeeds(List.of("sh", "-c", "kill -STOP " + child.pid())))
                .isTrue();
        try {
            postmaster.destroyForcibly();
            assertThat(Deadlines.soon(() -> !killed.isAlive())).isTrue();
            killed.close();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options.withPort(killed.port()))) {
                assertThat(Sql.queryOne(postgres, "SELECT digit FROM label")).isEqualTo("7");
                // It is gone once whoever inherits it has taken notice.
                assertThat(Deadlines.soon(() -> !child.isAlive())).isTrue();
            }
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void a_commit_is_forced_to_the_disk() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options)) {
            assertThat(Stream.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
                            .map(setting -> setting(postgres, setting)))
                    .containsOnly("on");
        }
    }

    @Test
    void only_the_password_opens_it() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options)) {
            assertThatThrownBy(
                            () -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
                    .isEqualTo("rw-------");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_second_start_on_one_home_is_refused_in_one_line() {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(home, options)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, options))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("expected to be its only user, but this JVM has it")
                    .message()
                    .hasLineCount(1);
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void a_taken_port_is_named_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, options.withPort(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("expected port " + taken.getLocalPort() + " to be free")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void an_interrupted_initialisation_leaves_no_half_cluster() throws Exception {
        Path half = Files.createDirectory(home.resolve("data-unfinished-1"));
        Files.writeString(half.resolve("PG_VERSION"), "18");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, options)) {
            assertThat(postgres.isAlive()).isTrue();
            assertThat(half).doesNotExist();
        }
    }

    @Test
    void each_test_class_may_have_a_database_of_its_own() throws Exception {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        String url = postgres.createDatabase("labels_of_this_class");
        DriverManager.getConnection(url, postgres.user(), postgres.password()).close();
    }

    private static String setting(EmbeddedPostgres postgres, String name) {
        try {
            return Sql.queryOne(postgres, "SHOW " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
