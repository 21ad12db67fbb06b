package nudge.labeller.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import nudge.labeller.TestStore;
import nudge.labeller.relay.RelayProtocol;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class DatabaseTest {
    private static final String ADD_PERSON = "INSERT INTO person (id, name, role) VALUES (?, ?, 'annotator')";
    private static TestStore store;
    private static Database database;

    @BeforeAll
    static void open() {
        store = new TestStore();
        database = new Database(store.database());
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @Test
    void a_transaction_is_carried_out_as_a_whole_or_not_at_all() {
        assertThatThrownBy(() -> database.useTransaction(handle -> {
                    handle.execute(ADD_PERSON, UUID.randomUUID(), "Half");
                    throw new IllegalStateException("in the middle");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(people("Half")).isZero();
        database.useTransaction(handle -> handle.execute(ADD_PERSON, UUID.randomUUID(), "Whole"));
        assertThat(people("Whole")).isOne();
    }

    @Test
    void a_value_that_is_there_already_is_told_apart_from_a_database_that_does_not_answer() {
        database.useTransaction(handle -> handle.execute(ADD_PERSON, UUID.randomUUID(), "Twice"));
        assertThatThrownBy(
                        () -> database.useTransaction(handle -> handle.execute(ADD_PERSON, UUID.randomUUID(), "Twice")))
                .isInstanceOf(UniqueViolationException.class);
        assertThat(people("Twice")).isOne();
    }

    @Test
    void a_statement_that_is_too_slow_is_ended_by_the_server_and_that_of_a_relay_before_its_lease_is() {
        assertThat(store.query("SHOW statement_timeout")).isEqualTo("6s");
        try (HikariDataSource pool = store.openForRelay()) {
            assertThatThrownBy(() -> new Database(pool)
                            .useHandle(handle -> handle.execute("SELECT pg_sleep(?)", RelayProtocol.LEASE.toSeconds())))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("canceling statement due to statement timeout");
        }
    }

    @Test
    void a_connection_that_is_cut_is_a_database_that_does_not_answer() {
        assertThatThrownBy(() ->
                        database.inTransaction(handle -> handle.select("SELECT pg_terminate_backend(pg_backend_pid())")
                                .mapTo(Boolean.class)
                                .one()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("the database does not answer: ")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void a_pool_that_gives_no_connection_is_a_database_that_does_not_answer() {
        try (HikariDataSource closed = TestStore.connect(TestStore.environment(store.url()))) {
            Database gone = new Database(closed);
            closed.close();
            assertThatThrownBy(() -> gone.withHandle(handle ->
                            handle.select("SELECT 1").mapTo(Integer.class).one()))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void a_fault_of_this_program_is_not_called_a_database_that_does_not_answer() {
        assertThatThrownBy(() -> database.withHandle(handle ->
                        handle.createQuery("SELECT :none").mapTo(Integer.class).one()))
                .isInstanceOf(JdbiException.class);
    }

    @Test
    void an_id_may_be_null() {
        int tokens = database.withHandle(handle -> handle.createQuery("SELECT count(*) FROM token WHERE owner = :owner")
                .bind("owner", (UUID) null)
                .mapTo(Integer.class)
                .one());
        assertThat(tokens).isZero();
    }

    @Test
    void a_connection_of_the_callers_stays_open_and_its_failures_are_the_drivers() throws SQLException {
        try (Connection connection = store.database().getConnection()) {
            connection.setAutoCommit(false);
            Database.withHandle(connection, handle -> handle.execute(ADD_PERSON, UUID.randomUUID(), "Not committed"));
            assertThatThrownBy(() -> Database.withHandle(connection, handle -> handle.execute("SELECT nothing")))
                    .isInstanceOf(SQLException.class)
                    .satisfies(failed ->
                            assertThat(((SQLException) failed).getSQLState()).isEqualTo("42703"));
            assertThat(connection.isClosed()).isFalse();
            connection.rollback();
        }
        assertThat(people("Not committed")).isZero();
    }

    private static int people(String name) {
        return database.withHandle(handle -> handle.select("SELECT count(*) FROM person WHERE name = ?", name)
                .mapTo(Integer.class)
                .one());
    }
}
