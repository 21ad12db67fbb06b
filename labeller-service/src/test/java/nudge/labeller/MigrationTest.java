package nudge.labeller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.labeller.database.SqlState;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("server")
class MigrationTest {
    private final EmbeddedPostgres postgres = EmbeddedServers.shared().postgres();
    private final String name = "migrated_" + UUID.randomUUID().toString().replace("-", "");
    private final String role = "app_of_" + name;

    private LabellerConfiguration configuration(String password) {
        return LabellerConfiguration.of(Map.of(
                "NUDGE_LABELLER_DATABASE_URL",
                postgres.jdbcUrl(name),
                "NUDGE_LABELLER_DATABASE_USER",
                role,
                "NUDGE_LABELLER_DATABASE_PASSWORD",
                password,
                "NUDGE_LABELLER_DATABASE_OWNER",
                postgres.user(),
                "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD",
                postgres.password(),
                "NUDGE_LABELLER_KAFKA",
                "none:9092"));
    }

    @Test
    void the_application_role_is_made_reads_the_log_and_gets_a_new_password() throws SQLException {
        postgres.createDatabase(name);
        Migration.run(configuration("it's the first"));
        Migration.run(configuration("the second"));
        try (Connection application = DriverManager.getConnection(postgres.jdbcUrl(name), role, "the second");
                var row = application.createStatement().executeQuery("SELECT position FROM nudge.log_head")) {
            assertThat(row.next()).isTrue();
        }
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(name), role, "it's the first"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void the_answers_of_an_older_log_move_into_its_events() throws SQLException {
        String url = postgres.createDatabase(name);
        try (Connection owner = DriverManager.getConnection(url, postgres.user(), postgres.password());
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'it'");
            Flyway.configure()
                    .dataSource(url, postgres.user(), postgres.password())
                    .schemas("nudge")
                    .locations("classpath:nudge/migrations")
                    .placeholders(Map.of("application_role", role))
                    .target("40")
                    .load()
                    .migrate();
            statement.execute(
                    "INSERT INTO nudge.event SELECT n, gen_random_uuid(), gen_random_uuid(), 1, 'label.given',"
                            + " 1, gen_random_uuid(), now(), '{}', '' FROM generate_series(1, 3) AS n");
            statement.execute("INSERT INTO nudge.idempotency SELECT actor, 'key ' || position, '\\x07', stream, 1,"
                    + " position FROM nudge.event WHERE position > 1");
            Migration.run(configuration("it"));
            try (var row = statement.executeQuery("SELECT string_agg(concat_ws(' ', position, key, request), ', '"
                    + " ORDER BY position) FROM nudge.event")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("1, 2 key 2 \\x07, 3 key 3 \\x07");
            }
        }
    }

    @Test
    void the_labels_of_an_older_database_get_their_positions_from_the_log() throws SQLException {
        String url = postgres.createDatabase(name);
        UUID image = new UUID(0, 1);
        UUID anna = new UUID(0, 2);
        UUID ben = new UUID(0, 3);
        try (Connection owner = DriverManager.getConnection(url, postgres.user(), postgres.password());
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'it'");
            Flyway.configure()
                    .dataSource(url, postgres.user(), postgres.password())
                    .schemas("nudge")
                    .locations("classpath:nudge/migrations")
                    .placeholders(Map.of("application_role", role))
                    .target("76")
                    .load()
                    .migrate();
            int position = 0;
            for (String typeAndActor : new String[] {
                "image.added " + anna,
                "label.given " + anna,
                "label.settled " + anna,
                "label.given " + ben,
                "label.retracted " + ben,
                "label.given " + anna,
                "label.given " + ben
            }) {
                String[] of = typeAndActor.split(" ");
                position++;
                statement.execute("INSERT INTO nudge.event VALUES (" + position + ", gen_random_uuid(), '" + image
                        + "', " + position + ", '" + of[0] + "', 1, '" + of[1] + "', now(), '{}', '')");
            }
            statement.execute("INSERT INTO nudge.image_state (image, version, split, digit, labels, position) VALUES ('"
                    + image + "', 7, 'train', 1, '[[\"" + anna + "\", 7], [\"" + ben + "\", 1]]', 7), ('" + anna
                    + "', 1, 'train', NULL, '[]', 1)");
            Migration.run(configuration("it"));
            try (var row = statement.executeQuery(
                    "SELECT string_agg(labels::text, ' ' ORDER BY image) FROM nudge.image_state")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("[[\"" + anna + "\", 7, 6], [\"" + ben + "\", 1, 7]] []");
            }
        }
    }

    @Test
    void without_an_owner_nobody_can_migrate() {
        assertThatThrownBy(() -> Migration.run(LabellerConfiguration.of(Map.of(
                        "NUDGE_LABELLER_DATABASE_URL", "jdbc:postgresql:none", "NUDGE_LABELLER_KAFKA", "none:9092"))))
                .hasMessageContaining("NUDGE_LABELLER_DATABASE_OWNER is not set");
    }

    /** A connection of which nothing gets through any more, not even its end. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_database_that_says_nothing_is_not_waited_for_without_end() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            LabellerConfiguration configuration = LabellerConfiguration.of(Map.of(
                    "NUDGE_LABELLER_DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/nudge?sslmode=disable",
                    "NUDGE_LABELLER_DATABASE_USER",
                    role,
                    "NUDGE_LABELLER_DATABASE_PASSWORD",
                    "it",
                    "NUDGE_LABELLER_DATABASE_OWNER",
                    "owner",
                    "NUDGE_LABELLER_DATABASE_OWNER_PASSWORD",
                    "it",
                    "NUDGE_LABELLER_KAFKA",
                    "none:9092"));
            assertThatThrownBy(() -> Migration.migrate(configuration))
                    .as("a failure that is tried again at the start")
                    .satisfies(failed ->
                            assertThat(SqlState.PASSES_AT_START.is(failed)).isTrue());
        }
    }
}
