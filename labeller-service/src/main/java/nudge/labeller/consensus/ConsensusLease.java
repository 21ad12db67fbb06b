package nudge.labeller.consensus;

import java.time.Duration;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StoreUnavailableException;

/**
 * Which of several labellers does the work. A row with the database's time: labellers' clocks may differ. It spares work that is
 * done twice; when two hold it, since one was paused, nothing breaks. Every method throws {@link StoreUnavailableException} when
 * the database does not answer.
 */
final class ConsensusLease {
    static final Duration LASTS = Duration.ofSeconds(5);

    private static final String TAKE = SqlFile.read(ConsensusLease.class, "take-lease");
    private static final String GIVE_BACK = SqlFile.read(ConsensusLease.class, "give-lease-back");

    private final Database database;
    private final UUID holder = UUID.randomUUID();

    ConsensusLease(Database database) {
        this.database = database;
    }

    /** Takes or renews it, if nobody else has it. */
    boolean take() {
        return database.withHandle(handle -> handle.createUpdate(TAKE)
                        .bind("holder", holder)
                        .bind("seconds", LASTS.toMillis() / 1000.0)
                        .execute())
                == 1;
    }

    /** Gives it back, if it has it: the next one need not wait. */
    void giveBack() {
        database.useHandle(
                handle -> handle.createUpdate(GIVE_BACK).bind("holder", holder).execute());
    }
}
