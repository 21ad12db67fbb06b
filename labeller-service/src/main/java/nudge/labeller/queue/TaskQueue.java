package nudge.labeller.queue;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Hands out the images that wait for a label. Its cost grows neither with the pool nor with the leases. */
public final class TaskQueue {
    private static final String TAKE_BACK_EXPIRED = SqlFile.read(TaskQueue.class, "take-back-expired-leases");
    private static final String LEASE_NEXT = SqlFile.read(TaskQueue.class, "lease-next-tasks");
    private static final String LEASE_IMAGES = SqlFile.read(TaskQueue.class, "lease-tasks-of-images");
    private static final String GIVE_BACK = SqlFile.read(TaskQueue.class, "give-back-tasks");
    private static final String CANDIDATES = SqlFile.read(TaskQueue.class, "find-candidates");
    /** By hand: a constructor mapper inspects its record again for each query, and that costs as much as the lease itself. */
    private static final RowMapper<Ranked> RANKED_ROW = (row, context) -> new Ranked(
            row.getLong("rank"),
            new Task(
                    row.getObject("image", UUID.class),
                    row.getInt("version"),
                    row.getObject("expires", OffsetDateTime.class).toInstant(),
                    row.getBytes("pixels")));

    private static final RowMapper<Candidate> CANDIDATE_ROW = ConstructorMapper.of(Candidate.class);

    private static final UUID NOBODY = new UUID(0, 0);

    private final Database database;
    private final Duration lease;

    /** @param lease how long a task is reserved for whoever got it */
    public TaskQueue(Database database, Duration lease) {
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
        List<Ranked> tasks = database.withHandle(handle -> {
            takeBackExpired(handle);
            return leased(handle.createQuery(LEASE_NEXT).bind("count", count));
        });
        return tasks.stream()
                .sorted(Comparator.comparingLong(Ranked::rank))
                .map(Ranked::task)
                .toList();
    }

    /** Expired leases put their tasks back into the order, in their old place. */
    void takeBackExpired() {
        database.useHandle(this::takeBackExpired);
    }

    /** An expired lease puts its task back into the order, in its old place. */
    private void takeBackExpired(Handle handle) {
        handle.createUpdate(TAKE_BACK_EXPIRED).bind("seconds", seconds()).execute();
    }

    /** An image that waits and that nobody holds. */
    public record Candidate(long rank, UUID image, byte[] pixels) {
        /** Before every task. */
        public static final Candidate BEFORE_FIRST = new Candidate(Long.MIN_VALUE, new UUID(0, 0), new byte[0]);
    }

    /** The next images, behind one in the order, that nobody holds, without leasing them. */
    public List<Candidate> candidates(Candidate after, int most) {
        return database.withHandle(handle -> {
            if (after == Candidate.BEFORE_FIRST) {
                takeBackExpired(handle);
            }
            return handle.createQuery(CANDIDATES)
                    .bind("rank", after.rank())
                    .bind("image", after.image())
                    .bind("limit", most)
                    .map(CANDIDATE_ROW)
                    .list();
        });
    }

    /** Leases these images, without those that somebody else holds by now; in the order given. */
    public List<Task> lease(List<UUID> images) {
        return lease(images, NOBODY);
    }

    /** The same, without those that this person has decided about. */
    List<Task> lease(List<UUID> images, UUID actor) {
        List<Ranked> tasks = database.withHandle(handle -> leased(handle.createQuery(LEASE_IMAGES)
                .bind("images", images.toArray(UUID[]::new))
                .bind("actor", actor)));
        return tasks.stream()
                .map(Ranked::task)
                .sorted(Comparator.comparingInt(task -> images.indexOf(task.image())))
                .toList();
    }

    /** Ends the leases of images that were leased a moment ago and handed to nobody. */
    void giveBack(List<UUID> images) {
        database.useHandle(handle -> handle.createUpdate(GIVE_BACK)
                .bind("images", images.toArray(UUID[]::new))
                .execute());
    }

    private List<Ranked> leased(Query query) {
        return query.bind("lease", UUID.randomUUID())
                .bind("seconds", seconds())
                .map(RANKED_ROW)
                .list();
    }

    private double seconds() {
        return lease.toMillis() / 1000.0;
    }
}
