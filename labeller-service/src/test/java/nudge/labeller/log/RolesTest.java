package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import nudge.labeller.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
class RolesTest {
    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
        store.add(1);
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE event SET data = '{}'",
                "UPDATE event SET position = 2",
                "DELETE FROM event",
                "TRUNCATE event",
                "DROP TABLE event",
                "ALTER TABLE event DISABLE TRIGGER ALL",
                "UPDATE image SET pixels = pixels",
                "DELETE FROM image",
                "TRUNCATE image",
                "DELETE FROM log_head",
                "UPDATE log_head SET store = gen_random_uuid()",
                "INSERT INTO log_head DEFAULT VALUES",
                "UPDATE event SET key = NULL, request = NULL",
                "UPDATE access_event SET address = NULL",
                "DELETE FROM access_event",
                "TRUNCATE access_event"
            })
    void the_application_cannot_change_what_is_recorded(String statement) {
        assertThatThrownBy(() -> execute(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = store.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
