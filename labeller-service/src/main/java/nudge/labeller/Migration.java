package nudge.labeller;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlState;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates the database as its owner and ends, for operators whose labellers know the application's role alone. Takes the
 * labeller's variables.
 */
public final class Migration {
    /** All tables are in it. */
    static final String SCHEMA = "nudge";

    private static final int ANSWERS_SECONDS = 8;

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

    /**
     * Brings the schema up to date, as its owner. A connection whose other end is gone says nothing, and a migration may take any
     * time: so it is seen first, with a time-out, whether there is something to migrate.
     */
    static void migrate(LabellerConfiguration configuration) {
        PGSimpleDataSource owner = owner(configuration);
        owner.setSocketTimeout(ANSWERS_SECONDS);
        if (!flyway(configuration, owner).validateWithResult().validationSuccessful) {
            flyway(configuration, owner(configuration)).migrate();
        }
    }

    private static Flyway flyway(LabellerConfiguration configuration, DataSource owner) {
        return Flyway.configure()
                .dataSource(owner)
                .schemas(SCHEMA)
                .locations("classpath:nudge/migrations")
                .placeholders(Map.of("application_role", configuration.databaseUser()))
                .load();
    }

    private static PGSimpleDataSource owner(LabellerConfiguration configuration) {
        return database(
                configuration,
                configuration.databaseOwner(),
                configuration.databaseOwnerPassword().value());
    }

    private static PGSimpleDataSource database(LabellerConfiguration configuration, String user, String password) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(configuration.databaseUrl());
        database.setUser(user);
        database.setPassword(password);
        database.setConnectTimeout(3);
        database.setTcpKeepAlive(true);
        return database;
    }

    private static boolean applicationSignsIn(LabellerConfiguration configuration) throws SQLException {
        PGSimpleDataSource database = database(
                configuration,
                configuration.databaseUser(),
                configuration.databasePassword().value());
        database.setSocketTimeout(ANSWERS_SECONDS);
        try (Connection application = database.getConnection()) {
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
        PGSimpleDataSource database = owner(configuration);
        database.setSocketTimeout(ANSWERS_SECONDS);
        try (Connection owner = database.getConnection();
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
