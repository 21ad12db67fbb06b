package nudge.labeller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.GroupCommit.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which requests share a transaction, and what each is answered when it ends in this way or that. */
@Timeout(30)
class GroupCommitAnswersTest {
    private final RecordedConnections connections = new RecordedConnections();
    /** The requests of each transaction. */
    private final List<List<String>> transactions = new CopyOnWriteArrayList<>();

    private final AtomicInteger told = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final GroupCommit<String, String> log =
            new GroupCommit<>(connections.source(), this::run, told::incrementAndGet);

    /** The first request is {@code hold} in some tests: what is submitted meanwhile waits. */
    private List<Outcome<String>> run(Connection connection, List<String> requests, StatementPipeline changes)
            throws SQLException {
        transactions.add(List.copyOf(requests));
        List<Outcome<String>> outcomes = new ArrayList<>();
        for (String request : requests) {
            switch (request) {
                case "hold" -> hold();
                case "content" -> throw new SQLException("no text holds a zero byte", "22021");
                case "gone" -> throw new SQLException("the connection was lost", "08006");
                case "fault" -> throw new IllegalStateException("a fault");
                case "fatal" -> throw new AssertionError("expected by this test");
                default -> {}
            }
            outcomes.add(
                    request.equals("refused")
                            ? Outcome.refused(new IllegalStateException("not now"))
                            : Outcome.of("answer to " + request));
        }
        return outcomes;
    }

    private void hold() {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        log.close();
    }

    @Test
    void what_is_submitted_meanwhile_shares_the_next_transaction_and_at_most_512_do() throws Exception {
        CompletableFuture<String> first = log.submit("hold");
        begun.await();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            answers.add(log.submit("request " + i));
        }
        assertThat(first).isNotDone();
        goOn.countDown();
        for (int i = 0; i < 600; i++) {
            assertThat(answers.get(i).join()).isEqualTo("answer to request " + i);
        }
        assertThat(transactions).extracting(List::size).containsExactly(1, 512, 88);
        await().untilAsserted(() -> assertThat(told).hasValue(3));
    }

    @Test
    void requests_that_are_submitted_together_are_never_divided() throws Exception {
        log.submit("hold");
        begun.await();
        log.submitAll(Collections.nCopies(500, "one"));
        List<CompletableFuture<String>> answers = log.submitAll(Collections.nCopies(500, "other"));
        log.submit("last");
        goOn.countDown();
        answers.forEach(CompletableFuture::join);
        log.close();
        assertThat(transactions).extracting(List::size).containsExactly(1, 1000, 1);
    }

    @Test
    void a_transaction_that_changes_nothing_is_begun_committed_and_given_back() throws Exception {
        assertThat(GroupCommit.durable(log.submit("a"))).isEqualTo("answer to a");
        log.close();
        assertThat(connections.calls()).containsExactly("begin", "commit", "close");
        assertThat(told).hasValue(1);
    }

    @Test
    void a_request_that_is_refused_spoils_nothing() {
        List<CompletableFuture<String>> answers = log.submitAll(List.of("a", "refused", "b"));
        assertThat(answers.get(0).join()).isEqualTo("answer to a");
        assertThatThrownBy(() -> GroupCommit.durable(answers.get(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not now");
        assertThat(answers.get(2).join()).isEqualTo("answer to b");
        assertThat(transactions).hasSize(1);
    }

    @Test
    void a_request_whose_content_the_database_refuses_is_found_by_itself() {
        List<CompletableFuture<String>> answers = log.submitAll(List.of("a", "content", "b"));
        assertThat(answers.get(0).join()).isEqualTo("answer to a");
        assertThat(answers.get(2).join()).isEqualTo("answer to b");
        assertThatThrownBy(() -> GroupCommit.durable(answers.get(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the database refuses what the request says: no text holds a zero byte");
        assertThat(transactions)
                .containsExactly(List.of("a", "content", "b"), List.of("a"), List.of("content"), List.of("b"));
        assertThat(connections.calls().stream().filter(call -> !call.equals("close")))
                .containsExactly("begin", "rollback", "begin", "commit", "begin", "rollback", "begin", "commit");
    }

    @Test
    void a_request_that_meets_a_fault_fails_with_it_and_alone() {
        List<CompletableFuture<String>> answers = log.submitAll(List.of("fault", "a"));
        assertThat(answers.get(1).join()).isEqualTo("answer to a");
        assertThatThrownBy(() -> GroupCommit.durable(answers.get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a fault");
        assertThat(transactions).containsExactly(List.of("fault", "a"), List.of("fault"), List.of("a"));
    }

    @Test
    void a_database_that_does_not_answer_fails_all_requests_of_the_transaction_and_is_not_asked_again() {
        for (CompletableFuture<String> answer : log.submitAll(List.of("a", "gone"))) {
            assertThatThrownBy(() -> GroupCommit.durable(answer))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("the database does not answer: the connection was lost");
        }
        assertThat(transactions).hasSize(1);
        assertThat(log.submit("b").join()).isEqualTo("answer to b");
    }

    @Test
    void a_commit_that_fails_leaves_every_request_of_its_transaction_without_an_answer() {
        connections.fail("commit", new SQLException("the disk is full", "53100"));
        for (CompletableFuture<String> answer : log.submitAll(List.of("a", "refused"))) {
            assertThatThrownBy(() -> GroupCommit.durable(answer))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("the disk is full");
        }
        assertThat(told).hasValue(0);
        assertThat(connections.calls()).startsWith("begin", "commit", "rollback");
    }

    @Test
    void a_rollback_that_fails_as_well_does_not_hide_why_it_was_needed() {
        connections.fail("rollback", new SQLException("closed already", "08003"));
        CompletableFuture<String> answer = log.submit("gone");
        assertThatThrownBy(() -> GroupCommit.durable(answer))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the connection was lost")
                .cause()
                .hasSuppressedException(new SQLException("closed already", "08003"));
    }

    @Test
    void who_should_be_told_of_a_commit_and_fails_takes_no_answer_away() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (GroupCommit<String, String> other = new GroupCommit<>(connections.source(), this::run, () -> {
            calls.incrementAndGet();
            throw new IllegalStateException("expected by this test");
        })) {
            assertThat(other.submit("a").join()).isEqualTo("answer to a");
            assertThat(other.submit("b").join()).isEqualTo("answer to b");
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void more_requests_than_may_wait_are_refused_at_once() throws Exception {
        CompletableFuture<String> first = log.submit("hold");
        begun.await();
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 8192; i++) {
            waiting.add(log.submit("a"));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> GroupCommit.durable(log.submit("b")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("too many requests wait for the database");
        goOn.countDown();
        assertThat(first.join()).isEqualTo("answer to hold");
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void closing_waits_for_what_was_submitted_before_and_takes_nothing_more() throws Exception {
        CompletableFuture<String> first = log.submit("hold");
        begun.await();
        CompletableFuture<String> second = log.submit("a");
        Thread closing = new Thread(() -> {
            try {
                log.close();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        closing.start();
        await().atMost(Duration.ofSeconds(4))
                .until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
        assertThat(closing.isAlive()).isTrue();
        assertThatThrownBy(() -> GroupCommit.durable(log.submit("b")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the labeller is stopping");
        goOn.countDown();
        closing.join();
        assertThat(first).isCompletedWithValue("answer to hold");
        assertThat(second).isCompletedWithValue("answer to a");
    }

    @Test
    void an_error_ends_the_writer_and_whoever_waits_or_comes_later_hears_so() throws Exception {
        log.submit("hold");
        begun.await();
        List<String> full = new ArrayList<>(Collections.nCopies(511, "a"));
        full.add("fatal");
        List<CompletableFuture<String>> broken = log.submitAll(full);
        CompletableFuture<String> behind = log.submit("b");
        goOn.countDown();
        assertThat(broken)
                .allSatisfy(answer -> assertThatThrownBy(() -> GroupCommit.durable(answer))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the log writer failed")
                        .hasCauseInstanceOf(AssertionError.class));
        assertThatThrownBy(() -> GroupCommit.durable(behind))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the labeller is stopping");
        assertThatThrownBy(() -> GroupCommit.durable(log.submit("c")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the labeller is stopping");
    }

    @Test
    void the_writer_keeps_no_process_alive() {
        List<Thread> writers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("log-writer"))
                .toList();
        assertThat(writers).isNotEmpty().allMatch(Thread::isDaemon);
    }

    @Test
    void what_was_prepared_is_carried_out_and_what_could_not_be_as_it_came() throws Exception {
        GroupCommit.Transaction<String, String> preparing = new GroupCommit.Transaction<>() {
            @Override
            public List<String> prepare(DataSource database, List<String> requests) throws SQLException {
                if (requests.contains("unprepared")) {
                    throw new SQLException("the connection was lost", "08006");
                }
                return requests.stream().map(request -> "prepared " + request).toList();
            }

            @Override
            public List<Outcome<String>> run(Connection connection, List<String> requests, StatementPipeline changes)
                    throws SQLException {
                return GroupCommitAnswersTest.this.run(connection, requests, changes);
            }
        };
        try (GroupCommit<String, String> other = new GroupCommit<>(connections.source(), preparing, () -> {})) {
            assertThat(other.submit("a").join()).isEqualTo("answer to prepared a");
            assertThat(other.submit("unprepared").join()).isEqualTo("answer to unprepared");
        }
    }

    @Test
    void a_failure_that_is_no_exception_of_the_programs_stays_wrapped() {
        CompletableFuture<String> failed = CompletableFuture.failedFuture(new SQLException("checked"));
        assertThatThrownBy(() -> GroupCommit.durable(failed))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SQLException.class);
    }
}
