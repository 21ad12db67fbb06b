package nudge.labeller.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import nudge.labeller.database.SqlState;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.database.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer for the whole process: what callers submit while a transaction runs shares the next one, and its one fsync.
 *
 * <p>A request that is refused fails alone; the others of its transaction are committed. When the transaction itself fails,
 * each of its requests fails with {@link StoreUnavailableException}, and the caller does not know whether it is stored: it
 * asks again with the same idempotency key. A request whose content the database refuses fails alone as well.
 *
 * @param <R> a request
 * @param <A> the answer to it
 */
public final class GroupCommit<R, A> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST = 512;

    private final DataSource database;
    private final Transaction<R, A> transaction;
    private final Runnable committed;
    private final BlockingQueue<List<Pending<R, A>>> queue = new ArrayBlockingQueue<>(8192);
    private final Thread writer;
    private volatile boolean closed;
    private volatile boolean ended;

    /** What happens inside a transaction. It neither commits nor rolls back: both belong to {@link GroupCommit} alone. */
    public interface Transaction<R, A> {
        /**
         * Does beforehand what needs no transaction, in the thread of who submits: the writer has the less to do. When it fails, the
         * requests are carried out as they came.
         *
         * @return the requests, with what was found out about them
         */
        default List<R> prepare(DataSource database, List<R> requests) throws SQLException {
            return requests;
        }

        /**
         * Decides the requests, in order.
         *
         * @param changes takes the statements that make what was decided durable. They are carried out together with COMMIT;
         *     nothing is written when there are none
         * @return one outcome per request
         */
        List<Outcome<A>> run(Connection connection, List<R> requests, StatementPipeline changes) throws SQLException;
    }

    /** The answer to a request, or why it was refused: exactly one of the two. */
    public record Outcome<A>(
            @org.jspecify.annotations.Nullable A answer,
            @org.jspecify.annotations.Nullable RuntimeException refusal) {
        public static <A> Outcome<A> of(A answer) {
            return new Outcome<>(answer, null);
        }

        public static <A> Outcome<A> refused(RuntimeException refusal) {
            return new Outcome<>(null, refusal);
        }
    }

    private record Pending<R, A>(R request, CompletableFuture<A> answer) {}

    /** @param committed is told after each commit, in the writer's thread */
    public GroupCommit(DataSource database, Transaction<R, A> transaction, Runnable committed) {
        this.database = database;
        this.transaction = transaction;
        this.committed = committed;
        this.writer = new Thread(this::write, "log-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /** The answer comes when it is durable. */
    public CompletableFuture<A> submit(R request) {
        return submitAll(List.of(request)).get(0);
    }

    /**
     * Submits requests that share one transaction.
     *
     * @return one answer per request, in their order
     */
    public List<CompletableFuture<A>> submitAll(List<? extends R> requests) {
        List<Pending<R, A>> group = prepared(List.copyOf(requests)).stream()
                .map(request -> new Pending<R, A>(request, new CompletableFuture<>()))
                .toList();
        if (closed || !queue.offer(group)) {
            fail(
                    group,
                    new StoreUnavailableException(
                            closed ? "the labeller is stopping" : "too many requests wait for the database", null));
        } else if (ended) {
            failWaiting();
        }
        return group.stream().map(Pending::answer).toList();
    }

    /**
     * Waits until a request is durable.
     *
     * @throws RuntimeException why it was refused, or failed
     */
    public static <A> A durable(CompletableFuture<A> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }

    private List<R> prepared(List<R> requests) {
        try {
            return transaction.prepare(database, requests);
        } catch (SQLException failed) {
            // The transaction meets the same failure, or has to do it all by itself.
            return requests;
        }
    }

    private void write() {
        List<Pending<R, A>> batch = new ArrayList<>(MOST);
        try {
            while (!closed || !queue.isEmpty()) {
                batch.clear();
                List<Pending<R, A>> first = queue.poll(100, TimeUnit.MILLISECONDS);
                for (List<Pending<R, A>> group = first;
                        group != null;
                        group = batch.size() < MOST ? queue.poll() : null) {
                    batch.addAll(group);
                }
                if (!batch.isEmpty()) {
                    carryOut(batch);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            ended = true;
            failWaiting();
        }
    }

    private void failWaiting() {
        for (List<Pending<R, A>> group = queue.poll(); group != null; group = queue.poll()) {
            fail(group, new StoreUnavailableException("the labeller is stopping", null));
        }
    }

    private void carryOut(List<Pending<R, A>> batch) {
        try {
            List<Outcome<A>> outcomes = commit(batch);
            for (int i = 0; i < batch.size(); i++) {
                answer(batch.get(i).answer, outcomes.get(i));
            }
        } catch (SQLException failed) {
            // Said before the commit.
            if (!SqlState.CONTENT_REFUSED.is(failed)) {
                LOG.warn("the database did not take {} requests: {}", batch.size(), failed.getMessage());
                fail(batch, new StoreUnavailableException(failed));
            } else {
                failAloneOr(
                        batch,
                        new IllegalArgumentException(
                                "the database refuses what the request says: " + failed.getMessage(), failed));
            }
        } catch (RuntimeException broken) {
            failAloneOr(batch, broken);
        } catch (Error broken) {
            fail(batch, new IllegalStateException("the log writer failed", broken));
            throw broken;
        }
    }

    /** One request spoils the transaction, and it was rolled back: each is carried out in one of its own. */
    private void failAloneOr(List<Pending<R, A>> batch, RuntimeException failure) {
        if (batch.size() == 1) {
            LOG.error("a request failed", failure);
            fail(batch, failure);
        } else {
            batch.forEach(pending -> carryOut(List.of(pending)));
        }
    }

    private void fail(List<Pending<R, A>> batch, RuntimeException failure) {
        batch.forEach(pending -> pending.answer.completeExceptionally(failure));
    }

    private List<Outcome<A>> commit(List<Pending<R, A>> batch) throws SQLException {
        List<Outcome<A>> outcomes;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                StatementPipeline changes = new StatementPipeline(connection);
                outcomes = transaction.run(
                        connection, batch.stream().map(Pending::request).toList(), changes);
                commit(connection, changes);
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        }
        try {
            committed.run();
        } catch (RuntimeException broken) {
            LOG.error("the requests are stored, but who should be told failed", broken);
        }
        return outcomes;
    }

    /** COMMIT travels with the changes: a round trip of its own would keep the log's head locked for longer. */
    private static void commit(Connection connection, StatementPipeline changes) throws SQLException {
        if (changes.isEmpty()) {
            connection.commit();
        } else {
            changes.add("COMMIT").execute();
        }
    }

    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    private void answer(CompletableFuture<A> future, Outcome<A> outcome) {
        if (outcome.refusal() != null) {
            future.completeExceptionally(outcome.refusal());
        } else {
            future.complete(outcome.answer());
        }
    }

    /** Commits what is queued, then stops; what could not be committed in 5 seconds fails. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        writer.join(TimeUnit.SECONDS.toMillis(5));
    }
}
