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
import nudge.labeller.database.StoreUnavailableException;

/** Hands out the images that wait for a label. Its cost grows neither with the pool nor with what is handed out. */
public final class TaskQueue {
    /** Leases the images of a query; the lease is the second parameter, its seconds the third. */
    private static final String LEASE = """
            WITH next AS (
                %s),
            leased AS (
                UPDATE task SET lease = ?, expires = now() + make_interval(secs => ?)
                FROM next WHERE task.image = next.image
                RETURNING task.image, task.rank, task.lease, task.expires)
            SELECT image, version, lease, expires, pixels, rank
            FROM leased JOIN image_state USING (image) JOIN image ON image.id = leased.image""";

    private final DataSource database;
    private final Duration lease;

    /** @param lease how long a task stays with whom it was handed to */
    public TaskQueue(DataSource database, Duration lease) {
        this.database = database;
        this.lease = lease;
    }

    private record Ranked(long rank, Task task) {}

    /**
     * Leases the next tasks that nobody holds, in order.
     *
     * @return at most {@code count}; empty when nothing waits
     * @throws StoreUnavailableException when the database does not answer
     */
    public List<Task> lease(int count) {
        try (Connection connection = database.getConnection()) {
            takeBackExpired(connection);
            return next(connection, count).stream()
                    .sorted(Comparator.comparingLong(Ranked::rank))
                    .map(Ranked::task)
                    .toList();
        } catch (SQLException failed) {
            throw new StoreUnavailableException(failed);
        }
    }

    /** An expired lease puts its task back into the order, in its old place. */
    private static void takeBackExpired(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE task SET lease = NULL, expires = NULL WHERE image IN (
                    SELECT image FROM task WHERE lease IS NOT NULL AND expires <= now()
                    ORDER BY expires LIMIT 1000 FOR UPDATE SKIP LOCKED)""")) {
            update.executeUpdate();
        }
    }

    /** An image that waits and that nobody holds. */
    public record Candidate(long rank, UUID image, byte[] pixels) {
        /** Before every task. */
        public static final Candidate BEFORE_FIRST = new Candidate(Long.MIN_VALUE, new UUID(0, 0), new byte[0]);
    }

    /** The next images, behind one in the order, that nobody holds, without leasing them. */
    public List<Candidate> candidates(Candidate after, int most) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT rank, id, pixels FROM (
                            SELECT rank, image FROM task WHERE lease IS NULL AND (rank, image) > (?, ?)
                            ORDER BY rank, image LIMIT ?) AS next
                        JOIN image ON image.id = next.image ORDER BY rank, image""")) {
            if (after == Candidate.BEFORE_FIRST) {
                takeBackExpired(connection);
            }
            select.setLong(1, after.rank());
            select.setObject(2, after.image());
            select.setInt(3, most);
            List<Candidate> candidates = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    candidates.add(new Candidate(row.getLong(1), row.getObject(2, UUID.class), row.getBytes(3)));
                }
            }
            return candidates;
        } catch (SQLException failed) {
            throw new StoreUnavailableException(failed);
        }
    }

    /** Leases these images, without those that somebody else holds by now; in the order given. */
    public List<Task> lease(List<UUID> images) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(LEASE.formatted("""
                        SELECT image FROM task WHERE lease IS NULL AND image = ANY (?) FOR UPDATE SKIP LOCKED"""))) {
            update.setArray(1, connection.createArrayOf("uuid", images.toArray()));
            return leased(update).stream()
                    .map(Ranked::task)
                    .sorted(Comparator.comparingInt(task -> images.indexOf(task.image())))
                    .toList();
        } catch (SQLException failed) {
            throw new StoreUnavailableException(failed);
        }
    }

    private List<Ranked> next(Connection connection, int count) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LEASE.formatted("""
                SELECT image FROM task WHERE lease IS NULL
                ORDER BY rank, image LIMIT ? FOR UPDATE SKIP LOCKED"""))) {
            update.setInt(1, count);
            return leased(update);
        }
    }

    private List<Ranked> leased(PreparedStatement update) throws SQLException {
        update.setObject(2, UUID.randomUUID());
        update.setDouble(3, lease.toMillis() / 1000.0);
        List<Ranked> tasks = new ArrayList<>();
        try (ResultSet row = update.executeQuery()) {
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
        }
        return tasks;
    }
}
