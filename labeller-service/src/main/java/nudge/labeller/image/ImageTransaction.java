package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
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
import nudge.labeller.quality.QualityProjections;
import nudge.labeller.quality.QualityState;

/**
 * Carries requests out inside one transaction: decides each on the state that the ones before it left, appends all events,
 * and brings the projections up to date. The lock on the log's head makes it the only writer.
 */
public final class ImageTransaction implements GroupCommit.Transaction<LogRequest, Receipt> {
    private static final String INSERT_PIXELS = SqlFile.read(ImageTransaction.class, "insert-pixels");

    private final Clock clock;
    private final Supplier<UUID> ids;
    private final NearDuplicates nearDuplicates = new NearDuplicates();
    /** As it was read last under the lock on the head: what this transaction changes is read again by the next. */
    private QualityState quality = QualityState.NONE;

    /** @param ids gives event ids */
    public ImageTransaction(Clock clock, Supplier<UUID> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public List<LogRequest> prepare(DataSource database, List<LogRequest> requests) throws SQLException {
        List<ImageRequest> ofImages = ofImages(requests);
        Iterator<ImageRequest> searched =
                nearDuplicates.search(database, ofImages).iterator();
        return requests.stream()
                .map(request -> request instanceof ImageRequest ? searched.next() : request)
                .toList();
    }

    private static List<ImageRequest> ofImages(List<LogRequest> requests) {
        return requests.stream()
                .filter(ImageRequest.class::isInstance)
                .map(ImageRequest.class::cast)
                .toList();
    }

    @Override
    public List<Outcome<Receipt>> run(Connection connection, List<LogRequest> requests, StatementPipeline changes)
            throws SQLException {
        List<ImageRequest> ofImages = ofImages(requests);
        nearDuplicates.load(connection, ofImages);
        LoadedState state = LoadedState.of(connection, ofImages, quality);
        quality = state.quality();
        RequestBatch batch = new RequestBatch(
                state.head().position(),
                state.images(),
                new Idempotency(state.answers()),
                ids,
                quality,
                state.handed());
        List<Outcome<Receipt>> outcomes = new ArrayList<>(requests.size());
        nearDuplicates.follow(connection, state.head(), ofImages);
        NearDuplicates.Batch twins = nearDuplicates.new Batch(connection, ofImages);
        for (LogRequest request : requests) {
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (request instanceof ImageRequest ofImage) {
                Outcome<Receipt> outcome = batch.decide(twins.search(ofImage), at);
                if (outcome.answer() != null) {
                    twins.added(ofImage, outcome.answer().position());
                }
                outcomes.add(outcome);
            } else {
                outcomes.add(batch.decide(request, at));
            }
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
            storeQuality(changes, batch);
            LoadedState.forget(changes, state.handed());
        }
        return outcomes;
    }

    private static void storeQuality(StatementPipeline changes, RequestBatch batch) throws SQLException {
        List<QualityState> steps = batch.qualitySteps();
        if (steps.size() > 1) {
            QualityProjections.store(changes, steps);
            changes.add("UPDATE log_head SET quality = :quality")
                    .bind("quality", steps.get(steps.size() - 1).position());
        }
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
