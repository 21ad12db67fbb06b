package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlState;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.log.Log.Asked;
import nudge.labeller.log.Log.Head;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is appended, and what is read of it, on a real database. */
@Tag("server")
class LogTest {
    private static final UUID ANNA = new UUID(1, 1);
    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @Test
    void events_are_read_as_they_were_appended_and_move_the_head() throws Exception {
        Head before = read(Log::head);
        UUID stream = UUID.randomUUID();
        Instant at = Instant.parse("1999-12-31T23:59:59.123456Z");
        List<StoredEvent> events = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            String data = canonical("{\"text\":\"ü€" + "x".repeat(i) + "\",\"n\":" + i + "}");
            events.add(new StoredEvent(
                    before.position() + i,
                    UUID.randomUUID(),
                    stream,
                    i,
                    "test.event",
                    i % 7,
                    ANNA,
                    at.plusNanos(1000L * i),
                    data));
        }
        Map<Long, Asked> asked = Map.of(before.position() + 2, new Asked("key of two", new byte[] {1, 2, 3}));
        Head after = append(before, events, asked);

        byte[] digest = before.digest();
        for (StoredEvent event : events) {
            digest = HashChain.digest(digest, event);
        }
        Head stored = read(Log::head);
        assertThat(stored).usingRecursiveComparison().isEqualTo(after);
        assertThat(after)
                .usingRecursiveComparison()
                .isEqualTo(new Head(before.store(), before.position() + 300, digest, before.quality()));
        List<StoredEvent> found = read(handle -> Log.stream(handle, stream));
        assertThat(found).usingRecursiveComparison().ignoringFields("data").isEqualTo(events);
        assertThat(found)
                .extracting(event -> canonical(event.data()))
                .isEqualTo(events.stream().map(StoredEvent::data).toList());
        assertThat(store.query("SELECT string_agg(position || ' ' || key || ' ' || encode(request, 'hex'), ',')"
                        + " FROM event WHERE stream = '" + stream + "' AND (key IS NOT NULL OR request IS NOT NULL)"))
                .isEqualTo(before.position() + 2 + " key of two 010203");
    }

    @Test
    void an_event_that_does_not_follow_the_head_is_not_appended() {
        Head head = read(Log::head);
        for (long position : new long[] {head.position(), head.position() + 2}) {
            assertThatThrownBy(() -> append(head, List.of(event(position, UUID.randomUUID(), 1)), Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("expected the position " + (head.position() + 1) + ", got " + position);
        }
        assertThat(read(Log::head).position()).isEqualTo(head.position());
    }

    @Test
    void the_log_is_read_forwards_and_backwards_in_parts_and_by_stream() throws Exception {
        Head head = read(Log::head);
        long first = head.position() + 1;
        UUID one = new UUID(0, 1);
        UUID other = new UUID(0, 2);
        append(
                head,
                List.of(
                        event(first, other, 1),
                        event(first + 1, one, 1),
                        event(first + 2, other, 2),
                        event(first + 3, one, 2)),
                Map.of());
        assertThat(positions(handle -> Log.after(handle, first - 1, 10)))
                .containsExactly(first, first + 1, first + 2, first + 3);
        assertThat(positions(handle -> Log.after(handle, first, 2))).containsExactly(first + 1, first + 2);
        assertThat(positions(handle -> Log.after(handle, first + 3, 10))).isEmpty();
        assertThat(positions(handle -> Log.before(handle, first + 3, 2))).containsExactly(first + 2, first + 1);
        assertThat(positions(handle -> Log.before(handle, 1, 10))).isEmpty();
        assertThat(positions(handle -> Log.stream(handle, one))).containsExactly(first + 1, first + 3);
        assertThat(positions(handle -> Log.streams(handle, List.of(other, one), first + 2)))
                .containsExactly(first + 1, first, first + 2);
        assertThat(positions(handle -> Log.streams(handle, List.of(), first + 2)))
                .isEmpty();
    }

    @Test
    void whoever_locks_the_head_keeps_others_out_until_their_transaction_ends() throws Exception {
        Head head = read(Log::head);
        try (Connection holder = store.database().getConnection()) {
            holder.setAutoCommit(false);
            Head locked = Database.withHandle(holder, Log::lockHead);
            assertThat(locked).usingRecursiveComparison().isEqualTo(head);
            assertThatThrownBy(LogTest::lockAtOnce)
                    .isInstanceOf(SQLException.class)
                    .matches(SqlState.LOCK_NOT_AVAILABLE::is);
            holder.rollback();
            lockAtOnce();

            StatementPipeline queries = new StatementPipeline(holder);
            List<Head> taken = new ArrayList<>();
            Log.lockHead(queries, taken::add);
            assertThat(taken).isEmpty();
            queries.execute();
            assertThat(taken).usingRecursiveFieldByFieldElementComparator().containsExactly(head);
            assertThatThrownBy(LogTest::lockAtOnce)
                    .isInstanceOf(SQLException.class)
                    .matches(SqlState.LOCK_NOT_AVAILABLE::is);
            holder.rollback();
        }
    }

    private static void lockAtOnce() throws SQLException {
        try (Connection other = store.database().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT position FROM log_head FOR UPDATE NOWAIT");
        }
    }

    @Test
    void a_log_without_a_head_is_told_of() throws Exception {
        try (Connection owner = store.owner();
                Statement statement = owner.createStatement()) {
            // Another table of that name stands before it, and is empty.
            statement.execute("CREATE TEMP TABLE log_head (LIKE log_head)");
            assertThatThrownBy(() -> Database.withHandle(owner, Log::head))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the log has no head: expected one row in log_head, found none");
            StatementPipeline queries = new StatementPipeline(owner);
            Log.lockHead(queries, head -> {
                throw new AssertionError("there is no head");
            });
            assertThatThrownBy(queries::execute)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("the log has no head: expected one row in log_head, found none");
        }
    }

    private static <T> T read(HandleCallback<T, RuntimeException> work) {
        return new Database(store.database()).withHandle(work);
    }

    private static List<Long> positions(HandleCallback<List<StoredEvent>, RuntimeException> work) {
        return read(work).stream().map(StoredEvent::position).toList();
    }

    private static Head append(Head head, List<StoredEvent> events, Map<Long, Asked> asked) throws SQLException {
        try (Connection connection = store.database().getConnection()) {
            connection.setAutoCommit(false);
            StatementPipeline changes = new StatementPipeline(connection);
            Head after = Log.append(connection, head, events, asked, changes);
            changes.execute();
            connection.commit();
            return after;
        }
    }

    private static StoredEvent event(long position, UUID stream, int version) {
        return new StoredEvent(
                position, UUID.randomUUID(), stream, version, "test.event", 1, ANNA, Instant.EPOCH, "{}");
    }

    private static String canonical(String json) {
        return new String(HashChain.canonical(json), StandardCharsets.UTF_8);
    }
}
