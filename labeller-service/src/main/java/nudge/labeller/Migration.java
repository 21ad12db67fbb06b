package nudge.labeller;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlState;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;

/**
 * Migrates the database as its owner and ends, for operators whose labellers know the application's role alone. Takes the
 * labeller's variables.
 */
public final class Migration {
    /** All tables are in it. */
    static final String SCHEMA = "nudge";

    private Migration() {}

    /**
     * Makes the application's role unless it can sign in already, and brings the schema up to date.
     *
     * @throws FlywayException when a migration fails; then the schema is as it was
     */
    public static void run(LabellerConfiguration configuration) throws SQLException {
        if (configuration.databaseOwner() == null) {
            throw new IllegalArgumentException(
                    "NUDGE_LABELLER_DATABASE_OWNER is not set: expected the role that migrates");
        }
        if (!applicationSignsIn(configuration)) {
            makeApplicationRole(configuration);
        }
        migrate(configuration);
    }

    /** Brings the schema up to date, as its owner. */
    static void migrate(LabellerConfiguration configuration) {
        Flyway.configure()
                .dataSource(
                        configuration.databaseUrl(),
                        configuration.databaseOwner(),
                        configuration.databaseOwnerPassword().value())
                .schemas(SCHEMA)
                .locations("classpath:nudge/migrations")
                .placeholders(Map.of("application_role", configuration.databaseUser()))
                .load()
                .migrate();
    }

    private static boolean applicationSignsIn(LabellerConfiguration configuration) throws SQLException {
        try (Connection application = DriverManager.getConnection(
                configuration.databaseUrl(),
                configuration.databaseUser(),
                configuration.databasePassword().value())) {
            return application.isValid(5);
        } catch (SQLException failed) {
            if (SqlState.SIGN_IN_REFUSED.is(failed)) {
                return false;
            }
            throw failed;
        }
    }

    private static void makeApplicationRole(LabellerConfiguration configuration) throws SQLException {
        String role = configuration.databaseUser();
        try (Connection owner = DriverManager.getConnection(
                        configuration.databaseUrl(),
                        configuration.databaseOwner(),
                        configuration.databaseOwnerPassword().value());
                Statement statement = owner.createStatement()) {
            if (!exists(owner, role)) {
                statement.execute("CREATE ROLE " + statement.enquoteIdentifier(role, false) + " LOGIN");
            }
            // Hashed on this side: the server's log never shows it.
            owner.unwrap(PGConnection.class)
                    .alterUserPassword(
                            role, configuration.databasePassword().value().toCharArray(), null);
        }
    }

    private static boolean exists(Connection owner, String role) throws SQLException {
        return Database.withHandle(
                        owner,
                        handle -> handle.select("SELECT 1 FROM pg_roles WHERE rolname = ?", role)
                                .mapTo(Integer.class)
                                .findOne())
                .isPresent();
    }

    public static void main(String[] arguments) {
        // Some library may print or read what is meant for machines in the language of this one.
        Locale.setDefault(Locale.ROOT);
        Map<String, String> environment = new HashMap<>(System.getenv());
        // A migration has nothing to do with Kafka.
        environment.putIfAbsent("NUDGE_LABELLER_KAFKA", "none:9092");
        try {
            run(LabellerConfiguration.of(environment));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("nudge migration: " + wrongUse.getMessage());
            System.exit(2);
        } catch (SQLException | FlywayException failed) {
            System.err.println("nudge migration: the database cannot be migrated: " + failed.getMessage());
            System.exit(1);
        }
    }
}
