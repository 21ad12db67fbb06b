package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.Log;
import nudge.labeller.log.Statements;
import org.jspecify.annotations.Nullable;

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
        State state = new State(connection, requests);
        Decisions decisions = new Decisions(state.head().position(), state.images, new Idempotency(state.answers), ids);
        List<Outcome<Receipt>> outcomes = new ArrayList<>(requests.size());
        for (ImageRequest request : requests) {
            outcomes.add(decisions.decide(request, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        }
        if (!decisions.events().isEmpty()) {
            Statements changes = new Statements(connection);
            Log.append(changes, state.head(), decisions.events());
            storePixels(changes, decisions.added());
            ImageProjections.store(changes, decisions.before(), decisions.changed());
            decisions.idempotency().store(changes);
            changes.execute();
        }
        return outcomes;
    }

    /** What the requests are decided on, read under the lock on the head. */
    private static final class State {
        private Log.@Nullable Head head;
        final Map<UUID, Image> images = new HashMap<>();
        final Map<Idempotency.Key, Idempotency.Answer> answers = new HashMap<>();

        State(Connection connection, List<ImageRequest> requests) throws SQLException {
            Statements queries = new Statements(connection);
            // Plans are kept: one that was made while a table was small would read it whole when it is large.
            queries.add("SELECT set_config('enable_seqscan', 'off', true)");
            queries.query(row -> head = Log.head(row), Log.LOCK_HEAD);
            ImageProjections.load(
                    queries,
                    requests.stream().map(ImageRequest::image).distinct().toList(),
                    images);
            Idempotency.load(queries, requests, answers);
            queries.execute();
        }

        Log.Head head() {
            return Objects.requireNonNull(head);
        }
    }

    private static void storePixels(Statements changes, Map<UUID, Pixels> added) throws SQLException {
        if (!added.isEmpty()) {
            List<Map.Entry<UUID, Pixels>> rows = List.copyOf(added.entrySet());
            changes.add(
                    "INSERT INTO image (id, sha256, pixels) SELECT * FROM unnest(?::uuid[], ?::bytea[], ?::bytea[])",
                    changes.column("uuid", rows, UUID[]::new, Map.Entry::getKey),
                    changes.column(
                            "bytea", rows, byte[][]::new, row -> row.getValue().sha256()),
                    changes.column(
                            "bytea", rows, byte[][]::new, row -> row.getValue().bytes()));
        }
    }
}
