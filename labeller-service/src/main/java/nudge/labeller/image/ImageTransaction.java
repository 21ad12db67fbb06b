package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import nudge.labeller.database.ColumnType;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.Log;

/**
 * Carries requests out inside one transaction: decides each on the state that the ones before it left, appends all events,
 * and brings the projections up to date. The lock on the log's head makes it the only writer.
 */
public final class ImageTransaction implements GroupCommit.Transaction<ImageRequest, Receipt> {
    private static final String INSERT_PIXELS = SqlFile.read(ImageTransaction.class, "insert-pixels");

    private final Clock clock;
    private final Supplier<UUID> ids;
    private final NearDuplicates nearDuplicates = new NearDuplicates();

    /** @param ids gives event ids */
    public ImageTransaction(Clock clock, Supplier<UUID> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public List<ImageRequest> prepare(DataSource database, List<ImageRequest> requests) throws SQLException {
        return nearDuplicates.search(database, requests);
    }

    @Override
    public List<Outcome<Receipt>> run(Connection connection, List<ImageRequest> requests, StatementPipeline changes)
            throws SQLException {
        nearDuplicates.load(connection, requests);
        LoadedState state = LoadedState.of(connection, requests);
        RequestBatch batch =
                new RequestBatch(state.head().position(), state.images(), new Idempotency(state.answers()), ids);
        List<Outcome<Receipt>> outcomes = new ArrayList<>(requests.size());
        nearDuplicates.follow(connection, state.head(), requests);
        NearDuplicates.Batch twins = nearDuplicates.new Batch(connection, requests);
        for (ImageRequest request : requests) {
            Outcome<Receipt> outcome =
                    batch.decide(twins.search(request), clock.instant().truncatedTo(ChronoUnit.MICROS));
            if (outcome.answer() != null) {
                twins.added(request, outcome.answer().position());
            }
            outcomes.add(outcome);
        }
        if (!batch.events().isEmpty()) {
            Log.Head head = Log.append(
                    connection,
                    state.head(),
                    batch.events(),
                    batch.idempotency().asked(),
                    changes);
            twins.append(state.head(), head);
            storePixels(changes, batch.added());
            ImageProjections.store(changes, batch.before(), batch.changed());
        }
        return outcomes;
    }

    private static void storePixels(StatementPipeline changes, Map<UUID, Pixels> added) throws SQLException {
        if (!added.isEmpty()) {
            List<Map.Entry<UUID, Pixels>> rows = List.copyOf(added.entrySet());
            changes.add(INSERT_PIXELS)
                    .bindColumn("ids", ColumnType.UUID, rows, Map.Entry::getKey)
                    .bindColumn(
                            "digests",
                            ColumnType.BYTEA,
                            rows,
                            row -> row.getValue().sha256())
                    .bindColumn(
                            "pixels",
                            ColumnType.BYTEA,
                            rows,
                            row -> row.getValue().bytes());
        }
    }
}
