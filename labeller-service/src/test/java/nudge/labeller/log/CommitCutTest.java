package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import nudge.labeller.TestSockets;
import nudge.labeller.TestStore;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The connection to the database is cut before, in and after the COMMIT. The caller cannot tell which it was: they hear that the
 * database does not answer, send the request again with its key, and it counts once.
 */
@Tag("server")
class CommitCutTest {
    private static final UUID ANNA = UUID.randomUUID();
    private static final String KILL = "SELECT pg_terminate_backend(pg_backend_pid())";
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
    void cut_before_the_commit_nothing_is_stored() throws Exception {
        UUID image = store.add(1);
        ImageRequest request = label(image);
        AtomicBoolean cut = new AtomicBoolean(true);
        try (var log = writer(store.database(), () -> {}, cut, true)) {
            assertUnanswered(log, request);
            assertThat(labels(image)).isZero();
            assertCountsOnce(log, request);
        }
    }

    @Test
    void cut_in_the_commit_nothing_is_stored() throws Exception {
        UUID image = store.add(2);
        ImageRequest request = label(image);
        // A deferred trigger runs while the server carries COMMIT out.
        store.owner(
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM"
                        + " pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
                "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                        + " EXECUTE FUNCTION cut()");
        try (var log = store.writer()) {
            assertUnanswered(log, request);
            store.owner("DROP TRIGGER cut ON event", "DROP FUNCTION cut()");
            assertThat(labels(image)).isZero();
            assertCountsOnce(log, request);
        }
    }

    @Test
    void cut_after_the_commit_what_was_stored_is_found_again_by_its_key() throws Exception {
        UUID image = store.add(3);
        ImageRequest request = label(image);
        AtomicBoolean cut = new AtomicBoolean(true);
        try (var database = TestStore.connect(TestStore.environment(store.url() + TestSockets.inAddress()));
                var log = writer(database, () -> TestSockets.cutNextAnswerWhen(() -> awaitLabel(image)), cut, false)) {
            assertUnanswered(log, request);
            assertThat(labels(image)).isOne();
            assertCountsOnce(log, request);
        }
    }

    /** A writer that does something once, when its transaction has decided and written, and has not committed. */
    private static GroupCommit<LogRequest, Receipt> writer(
            DataSource database, Runnable once, AtomicBoolean due, boolean kill) {
        ImageTransaction images = new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC()));
        return new GroupCommit<>(
                database,
                (connection, requests, changes) -> {
                    var outcomes = images.run(connection, requests, changes);
                    if (due.getAndSet(false)) {
                        once.run();
                        if (kill) {
                            connection.createStatement().execute(KILL);
                        }
                    }
                    return outcomes;
                },
                () -> {});
    }

    private static ImageRequest label(UUID image) {
        return new ImageRequest(ANNA, "key of the cut", image, 1, TestStore.label(7));
    }

    private static void assertUnanswered(GroupCommit<LogRequest, Receipt> log, ImageRequest request) {
        assertThatThrownBy(log.submit(request)::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    private static void assertCountsOnce(GroupCommit<LogRequest, Receipt> log, ImageRequest request) {
        Receipt receipt = log.submit(request).join();
        assertThat(receipt.version()).isEqualTo(3);
        assertThat(log.submit(request).join()).isEqualTo(receipt);
        assertThat(labels(request.image())).isOne();
    }

    private static void awaitLabel(UUID image) {
        await().atMost(Duration.ofSeconds(5)).until(() -> labels(image) == 1);
    }

    private static long labels(UUID image) {
        return Long.parseLong(
                store.query("SELECT count(*) FROM event WHERE type = 'label.given' AND stream = '" + image + "'"));
    }
}
