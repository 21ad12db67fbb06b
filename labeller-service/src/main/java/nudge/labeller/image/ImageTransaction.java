package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;

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
        Batch batch = new Batch(
                head.position(),
                ImageProjections.load(
                        connection,
                        requests.stream().map(ImageRequest::image).distinct().toList()));
        List<Outcome<Receipt>> outcomes = new ArrayList<>(requests.size());
        for (ImageRequest request : requests) {
            outcomes.add(outcome(request, idempotency, batch));
        }
        Log.append(connection, head, batch.events);
        ImageProjections.store(connection, batch.before, batch.changed, batch.added);
        idempotency.store(connection);
        return outcomes;
    }

    private Outcome<Receipt> outcome(ImageRequest request, Idempotency idempotency, Batch batch) {
        try {
            Receipt earlier = idempotency.find(request);
            if (earlier != null) {
                return Outcome.of(earlier);
            }
            Receipt receipt = batch.carryOut(request, clock.instant().truncatedTo(ChronoUnit.MICROS));
            idempotency.add(request, receipt);
            return Outcome.of(receipt);
        } catch (RefusedException refused) {
            return Outcome.refused(refused);
        }
    }

    /** An image and the position of its last event. */
    record Placed(Image image, long position) {}

    /** What this transaction has decided so far. */
    private final class Batch {
        private long position;
        final Map<UUID, Image> before;
        final Map<UUID, Placed> changed = new LinkedHashMap<>();
        final Map<UUID, Pixels> added = new HashMap<>();
        final List<StoredEvent> events = new ArrayList<>();

        Batch(long position, Map<UUID, Image> before) {
            this.position = position;
            this.before = before;
        }

        Receipt carryOut(ImageRequest request, Instant at) {
            Placed placed = changed.get(request.image());
            Image image = placed == null ? before.getOrDefault(request.image(), Image.NONE) : placed.image();
            for (ImageEvent event : image.decide(request.command(), request.actor(), request.expected())) {
                image = image.evolve(event, request.actor());
                events.add(new StoredEvent(
                        ++position,
                        ids.get(),
                        request.image(),
                        image.version(),
                        ImageEventJson.type(event),
                        ImageEventJson.SCHEMA,
                        request.actor(),
                        at,
                        ImageEventJson.write(event)));
            }
            if (request.command() instanceof ImageCommand.Add add) {
                added.put(request.image(), add.pixels());
            }
            changed.put(request.image(), new Placed(image, position));
            return new Receipt(request.image(), image.version(), position);
        }
    }

    /** @throws RefusedException always */
    static RefusedException keyReused(String key) {
        return new RefusedException(
                Reason.KEY_REUSED,
                "the idempotency key " + Objects.requireNonNull(key)
                        + " was used for another request: make a new key for each label");
    }
}
