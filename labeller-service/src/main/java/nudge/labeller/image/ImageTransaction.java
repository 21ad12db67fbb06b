package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.log.Columns;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.Log;

/**
 * Carries requests out inside one transaction: decides each on the state that the ones before it left, appends all events,
 * and brings the projections up to date. The lock on the log's head makes it the only writer.
 */
public final class ImageTransaction implements GroupCommit.Transaction<ImageRequest, Receipt> {
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** @param ids gives event ids */
    public ImageTransaction(Clock clock, Supplier<UUID> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public List<Outcome<Receipt>> run(Connection connection, List<ImageRequest> requests) throws SQLException {
        Log.Head head = Log.lockHead(connection);
        Idempotency idempotency = Idempotency.load(connection, requests);
        List<UUID> images =
                requests.stream().map(ImageRequest::image).distinct().toList();
        Decisions decisions =
                new Decisions(head.position(), ImageProjections.load(connection, images), idempotency, ids);
        List<Outcome<Receipt>> outcomes = new ArrayList<>(requests.size());
        for (ImageRequest request : requests) {
            outcomes.add(decisions.decide(request, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        }
        Log.append(connection, head, decisions.events());
        storePixels(connection, decisions.added());
        ImageProjections.store(connection, decisions.before(), decisions.changed());
        idempotency.store(connection);
        return outcomes;
    }

    private static void storePixels(Connection connection, Map<UUID, Pixels> added) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO image (id, sha256, pixels) SELECT * FROM unnest(?::uuid[], ?::bytea[], ?::bytea[])""")) {
            new Columns<>(insert, List.copyOf(added.entrySet()))
                    .add("uuid", UUID[]::new, Map.Entry::getKey)
                    .add("bytea", byte[][]::new, entry -> entry.getValue().sha256())
                    .add("bytea", byte[][]::new, entry -> entry.getValue().bytes());
            insert.executeUpdate();
        }
    }
}
