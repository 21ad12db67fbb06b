package nudge.standalone;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import nudge.events.KafkaSettings;

/** A whole Nudge of separate parts, each of which can be crashed and restarted alone. */
interface Deployment extends AutoCloseable {
    /** What it consists of. */
    enum Part {
        POSTGRES,
        KAFKA,
        LABELLER,
        TRAINER
    }

    /** How long it took from nothing to healthy. */
    Duration startedIn();

    /** Where the labeller serves. */
    String http();

    /** For a client on this machine. */
    KafkaSettings kafka();

    /** A connection as the schema's owner. */
    Connection database() throws SQLException;

    /** An administrator's token. */
    default String token() throws SQLException {
        try (Connection database = database()) {
            return TestToken.in(database);
        }
    }

    /** Ends a part without a warning; returns when it is back. */
    void crash(Part part);

    /**
     * Stops a part and starts it again; returns when it is back.
     *
     * @return how long it took to stop
     */
    Duration restart(Part part);

    /** Stops everything, removes all but the data, and starts again. */
    void downAndUp();

    @Override
    void close();
}
