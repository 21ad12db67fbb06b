package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import nudge.labeller.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows of every kind of column, copied into a real database. */
@Tag("server")
class CopiedRowsTest {
    private static final String COLUMNS = "n, long, whole, small, id, at, words, data, raw";
    /** More than twice what the buffer holds at the beginning. */
    private static final String LARGE = "ü€x".repeat(20_000);

    private TestStore store;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        store = new TestStore();
        connection = store.owner();
        execute("CREATE TEMP TABLE copied (n int, long bigint, whole int, small smallint, id uuid, at timestamptz,"
                + " words text, data jsonb, raw bytea)");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        store.close();
    }

    @Test
    void the_smallest_and_the_greatest_values_arrive_and_nothing_at_all_does_as_well() throws SQLException {
        CopiedRows rows = rows();
        rows.row()
                .integer(1)
                .bigint(Long.MIN_VALUE)
                .integer(Integer.MIN_VALUE)
                .smallint(Short.MIN_VALUE)
                .uuid(new UUID(-1, 1))
                .timestamp(Instant.parse("1999-12-31T23:59:59.999999Z"))
                .text(null)
                .json(utf8("[]"))
                .bytes(null);
        rows.row()
                .integer(2)
                .bigint(Long.MAX_VALUE)
                .integer(Integer.MAX_VALUE)
                .smallint(Short.MAX_VALUE)
                .uuid(new UUID(1, -1))
                .timestamp(Instant.parse("2026-11-30T12:00:00.000001Z"))
                .text("")
                .json(utf8("null"))
                .bytes(new byte[0]);
        rows.copyInto(connection);
        assertThat(count("n = 1 AND long = -9223372036854775808 AND whole = -2147483648 AND small = -32768"
                        + " AND id = 'ffffffff-ffff-ffff-0000-000000000001' AND at = '1999-12-31 23:59:59.999999Z'"
                        + " AND words IS NULL AND data = '[]' AND raw IS NULL"))
                .isOne();
        assertThat(count("n = 2 AND long = 9223372036854775807 AND whole = 2147483647 AND small = 32767"
                        + " AND id = '00000000-0000-0001-ffff-ffffffffffff' AND at = '2026-11-30 12:00:00.000001Z'"
                        + " AND words = '' AND data = 'null' AND raw = ''"))
                .isOne();
        assertThat(count("true")).isEqualTo(2);
    }

    @Test
    void a_value_that_is_larger_than_the_buffer_arrives_whole() throws SQLException {
        for (int large = 0; large < 3; large++) {
            CopiedRows rows = rows();
            row(
                    rows,
                    large,
                    large == 0 ? LARGE : "",
                    utf8(large == 1 ? "{\"text\": \"" + LARGE + "\"}" : "{}"),
                    large == 2 ? utf8(LARGE) : new byte[0]);
            rows.copyInto(connection);
        }
        assertThat(count("words = repeat('ü€x', 20000) AND data = '{}' AND raw = ''"))
                .isOne();
        assertThat(count("words = '' AND data ->> 'text' = repeat('ü€x', 20000) AND raw = ''"))
                .isOne();
        assertThat(count("words = '' AND data = '{}' AND raw = convert_to(repeat('ü€x', 20000), 'UTF8')"))
                .isOne();
    }

    /** The buffer ends within another column each time, and once behind the last row. */
    @Test
    void rows_that_outgrow_the_buffer_anywhere_arrive_whole() throws SQLException {
        for (int first = 0; first < 280; first++) {
            execute("TRUNCATE copied");
            CopiedRows rows = rows();
            for (int n = 0; n < 120; n++) {
                row(rows, n, "x".repeat(n == 0 ? first : n), utf8("{}"), new byte[n]);
            }
            rows.copyInto(connection);
            assertThat(count("long = n AND whole = n AND small = n AND id = '00000000-0000-0007-0000-000000000008'"
                            + " AND at = '1970-01-01Z' AND words = repeat('x', CASE n WHEN 0 THEN " + first
                            + " ELSE n END) AND data = '{}' AND raw = decode(repeat('00', n), 'hex')"))
                    .isEqualTo(120);
        }
    }

    private static CopiedRows rows() {
        return new CopiedRows("copied", COLUMNS, 9);
    }

    private static void row(CopiedRows rows, int n, String words, byte[] data, byte[] raw) {
        rows.row()
                .integer(n)
                .bigint(n)
                .integer(n)
                .smallint(n)
                .uuid(new UUID(7, 8))
                .timestamp(Instant.EPOCH)
                .text(words)
                .json(data)
                .bytes(raw);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String condition) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM copied WHERE " + condition)) {
            row.next();
            return row.getLong(1);
        }
    }
}
