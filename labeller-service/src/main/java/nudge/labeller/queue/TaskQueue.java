package nudge.labeller.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import nudge.labeller.log.StoreUnavailableException;

/** Hands out the images that wait for a label. Its cost does not grow with the pool. */
public final class TaskQueue {
    private final DataSource database;
    private final Duration lease;

    /** @param lease how long a task stays with whom it was handed to */
    public TaskQueue(DataSource database, Duration lease) {
        this.database = database;
        this.lease = lease;
    }

    /**
     * Leases the next tasks that nobody holds, in order.
     *
     * @return at most {@code count}; empty when nothing waits
     * @throws StoreUnavailableException when the database does not answer
     */
    public List<Task> lease(int count) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        WITH next AS (
                            SELECT image, rank FROM task WHERE expires < now()
                            ORDER BY rank, image LIMIT ? FOR UPDATE SKIP LOCKED),
                        leased AS (
                            UPDATE task SET lease = ?, expires = now() + make_interval(secs => ?)
                            FROM next WHERE task.image = next.image
                            RETURNING task.image, task.rank, task.lease, task.expires)
                        SELECT image, version, lease, expires, pixels, rank
                        FROM leased JOIN image_state USING (image) JOIN image ON image.id = leased.image""")) {
            update.setInt(1, count);
            update.setObject(2, UUID.randomUUID());
            update.setDouble(3, lease.toMillis() / 1000.0);
            try (ResultSet row = update.executeQuery()) {
                record Ranked(long rank, Task task) {}
                List<Ranked> tasks = new ArrayList<>();
                while (row.next()) {
                    tasks.add(new Ranked(
                            row.getLong(6),
                            new Task(
                                    row.getObject(1, UUID.class),
                                    row.getInt(2),
                                    row.getObject(3, UUID.class),
                                    row.getObject(4, OffsetDateTime.class).toInstant(),
                                    row.getBytes(5))));
                }
                return tasks.stream()
                        .sorted(Comparator.comparingLong(Ranked::rank))
                        .map(Ranked::task)
                        .toList();
            }
        } catch (SQLException failed) {
            throw new StoreUnavailableException("the database does not answer: " + failed.getMessage(), failed);
        }
    }
}
