package nudge.labeller.log;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;

/**
 * Which of several labellers does some work. A row with the database's time: labellers' clocks may differ. Two can hold it for a
 * moment, since one was paused: the work has to bear that. Every method throws {@link StoreUnavailableException} when the database
 * does not answer.
 */
public final class Lease {
    private static final String TAKE = SqlFile.read(Lease.class, "take-lease");
    private static final String GIVE_BACK = SqlFile.read(Lease.class, "give-lease-back");

    private final Database database;
    private final String table;
    private final Duration lasts;
    private final UUID holder = UUID.randomUUID();

    /** @param table with one row: {@code holder} and {@code expires} */
    public Lease(Database database, String table, Duration lasts) {
        this.database = database;
        this.table = table;
        this.lasts = lasts;
    }

    /** How long it is held unless it is renewed. */
    public Duration lasts() {
        return lasts;
    }

    /**
     * Takes or renews it, if nobody else has it.
     *
     * @return which log it is held of: {@link Log.Head#store}; empty when somebody else has it
     */
    public Optional<UUID> take() {
        return database.withHandle(handle -> handle.createQuery(TAKE)
                .define("table", table)
                .bind("holder", holder)
                .bind("seconds", lasts.toMillis() / 1000.0)
                .mapTo(UUID.class)
                .findOne());
    }

    /** Gives it back, if it has it: the next one need not wait. */
    public void giveBack() {
        database.useHandle(handle -> handle.createUpdate(GIVE_BACK)
                .define("table", table)
                .bind("holder", holder)
                .execute());
    }
}
