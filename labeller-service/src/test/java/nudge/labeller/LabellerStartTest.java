package nudge.labeller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class LabellerStartTest {
    @TempDir
    private Path folder;

    @Test
    void a_database_that_goes_away_between_the_start_and_the_first_link_does_not_end_the_labeller() throws Exception {
        EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
        try (RunningLabeller labeller = RunningLabeller.start(folder, Map.of());
                Connection superuser = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
                Statement admin = superuser.createStatement()) {
            String database = database(labeller);
            admin.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            CompletableFuture<Optional<String>> link = CompletableFuture.supplyAsync(labeller::firstAdministratorLink);
            assertThatThrownBy(() -> link.get(4, TimeUnit.SECONDS))
                    .as("longer than a connection is waited for")
                    .isInstanceOf(TimeoutException.class);
            admin.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
            assertThat(link.get(30, TimeUnit.SECONDS)).isPresent();
        }
    }

    private static String database(RunningLabeller labeller) throws Exception {
        try (Connection connection = labeller.database()) {
            return connection.getCatalog();
        }
    }
}
