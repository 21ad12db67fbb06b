package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageTransaction;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class GroupCommitTest {
    private static final UUID ANNA = UUID.randomUUID();
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
    void positions_have_no_gaps_and_streams_neither_while_two_labellers_write_at_once() throws Exception {
        UUID image = store.add(1);
        int clients = 8;
        int each = 50;
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try (GroupCommit<LogRequest, Receipt> other = store.writer()) {
            List<Future<?>> done = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                GroupCommit<LogRequest, Receipt> log = client % 2 == 0 ? store.log() : other;
                UUID annotator = UUID.randomUUID();
                done.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        log.submit(new ImageRequest(annotator, null, image, null, TestStore.label(i % 10)))
                                .join();
                    }
                }));
            }
            for (Future<?> client : done) {
                client.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(store.query("SELECT count(*) = max(position) AND max(position) = (SELECT position FROM log_head)"
                        + " FROM event"))
                .isEqualTo("t");
        assertThat(store.query("SELECT count(*) FROM event WHERE stream = '" + image + "'"))
                .isEqualTo(String.valueOf(1 + clients * each * 2));
        assertThat(store.query("SELECT max(version) FROM event WHERE stream = '" + image + "'"))
                .isEqualTo(String.valueOf(1 + clients * each * 2));
    }

    @Test
    void concurrent_requests_share_a_transaction() throws Exception {
        AtomicInteger transactions = new AtomicInteger();
        ImageTransaction images = new ImageTransaction(Clock.systemUTC(), new EventIds(Clock.systemUTC()));
        UUID image = store.add(2);
        try (var log = new GroupCommit<LogRequest, Receipt>(store.database(), images, transactions::incrementAndGet)) {
            List<CompletableFuture<Receipt>> answers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                answers.add(log.submit(new ImageRequest(ANNA, null, image, null, TestStore.label(i % 10))));
            }
            answers.forEach(CompletableFuture::join);
        }
        assertThat(transactions.get()).isBetween(2, 100);
    }

    @Test
    void a_request_that_is_refused_fails_alone() {
        UUID image = store.add(3);
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            // Every label is two events: all but the first expect a version that is gone.
            answers.add(
                    store.log().submit(new ImageRequest(ANNA, null, image, i % 2 == 0 ? null : 2, TestStore.label(7))));
        }
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Receipt> answer = answers.get(i);
            if (i % 2 == 0) {
                assertThat(answer.join().image()).isEqualTo(image);
            } else {
                assertThatThrownBy(answer::join).hasCauseInstanceOf(RefusedException.class);
            }
        }
    }

    @Test
    void a_request_whose_content_the_database_refuses_fails_alone() {
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String source = i == 10 ? "no text in Postgres holds a \0" : "test";
            answers.add(store.log()
                    .submit(new ImageRequest(
                            ANNA,
                            null,
                            TestStore.pixels(100 + i).imageId(),
                            null,
                            new ImageCommand.Add(
                                    TestStore.pixels(100 + i), Split.TRAIN, OptionalInt.empty(), source))));
        }
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Receipt> answer = answers.get(i);
            if (i == 10) {
                assertThatThrownBy(answer::join).hasCauseInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(answer.join().version()).isEqualTo(1);
            }
        }
    }

    @Test
    void what_is_submitted_after_the_end_fails_at_once() throws Exception {
        GroupCommit<LogRequest, Receipt> log = store.writer();
        log.close();
        assertThatThrownBy(log.submit(new ImageRequest(ANNA, null, UUID.randomUUID(), null, TestStore.label(7)))::join)
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("stopping");
    }

    @Test
    void a_labeller_that_is_paused_inside_a_transaction_does_not_stop_the_others_for_long() throws Exception {
        UUID image = store.add(5);
        try (Connection paused = store.database().getConnection()) {
            paused.setAutoCommit(false);
            Database.withHandle(paused, Log::lockHead);
            CompletableFuture<Receipt> answer =
                    store.log().submit(new ImageRequest(ANNA, null, image, null, TestStore.label(7)));
            assertThat(answer.get(5, TimeUnit.SECONDS).version()).isEqualTo(3);
            assertThatThrownBy(paused::commit).isInstanceOf(SQLException.class);
        }
    }
}
