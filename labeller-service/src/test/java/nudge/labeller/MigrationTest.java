package nudge.labeller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import org.junit.jupiter.api.Test;

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
                "none"));
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
    void without_an_owner_nobody_can_migrate() {
        assertThatThrownBy(() -> Migration.run(LabellerConfiguration.of(
                        Map.of("NUDGE_LABELLER_DATABASE_URL", "jdbc:postgresql:none", "NUDGE_LABELLER_KAFKA", "none"))))
                .hasMessageContaining("NUDGE_LABELLER_DATABASE_OWNER is not set");
    }
}
