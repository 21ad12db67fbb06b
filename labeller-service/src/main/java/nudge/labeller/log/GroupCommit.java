package nudge.labeller.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer for the whole process: what callers submit while a transaction runs shares the next one, and its one fsync.
 *
 * <p>A request that is refused fails alone; the others of its transaction are committed. When the transaction itself fails,
 * each of its requests fails with {@link StoreUnavailableException}, and the caller does not know whether it is stored: it
 * asks again with the same idempotency key.
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
    private final BlockingQueue<Pending<R, A>> queue = new ArrayBlockingQueue<>(8192);
    private final Thread writer;
    private volatile boolean closed;

    /** What happens inside a transaction. */
    public interface Transaction<R, A> {
        /**
         * Carries the requests out, in order, without committing.
         *
         * @return an outcome a request
         */
        List<Outcome<A>> run(Connection connection, List<R> requests) throws SQLException;
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
        CompletableFuture<A> answer = new CompletableFuture<>();
        if (closed || !queue.offer(new Pending<>(request, answer))) {
            answer.completeExceptionally(new StoreUnavailableException(
                    closed ? "the labeller is stopping" : "too many requests wait for the database", null));
        }
        return answer;
    }

    private void write() {
        List<Pending<R, A>> batch = new ArrayList<>(MOST);
        while (!closed || !queue.isEmpty()) {
            batch.clear();
            try {
                Pending<R, A> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MOST - 1);
                    commit(batch);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error broken) {
                LOG.error("the log writer failed on {} requests", batch.size(), broken);
                batch.forEach(pending -> pending.answer.completeExceptionally(broken));
            }
        }
    }

    private void commit(List<Pending<R, A>> batch) {
        List<Outcome<A>> outcomes;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                outcomes = transaction.run(
                        connection, batch.stream().map(Pending::request).toList());
                connection.commit();
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        } catch (SQLException failed) {
            LOG.warn("the database did not take {} requests: {}", batch.size(), failed.getMessage());
            StoreUnavailableException unavailable =
                    new StoreUnavailableException("the database does not answer: " + failed.getMessage(), failed);
            batch.forEach(pending -> pending.answer.completeExceptionally(unavailable));
            return;
        }
        committed.run();
        for (int i = 0; i < outcomes.size(); i++) {
            answer(batch.get(i).answer, outcomes.get(i));
        }
    }

    private void answer(CompletableFuture<A> future, Outcome<A> outcome) {
        if (outcome.refusal() != null) {
            future.completeExceptionally(outcome.refusal());
        } else {
            future.complete(outcome.answer());
        }
    }

    /** Commits what is queued, then stops. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        writer.join(TimeUnit.SECONDS.toMillis(5));
    }
}
