package nudge.labeller.web.training;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.relay.Relay;
import nudge.labeller.web.training.PipelineProgress.Relaying;
import nudge.labeller.web.training.PipelineProgress.Services;

/** Finds out how far every part is. Thread-safe. */
final class CurrentProgress {
    private static final long TRAINER_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final ImageQueries images;
    private final ImageImport imports;
    private final History history;
    private final CurrentModel model;
    private final Supplier<Relay.Status> relay;
    private final LongSupplier nanos;
    private final OwnLabels own;
    private final RelayWatch relayWatch;
    private long untrainedPosition;
    private long untrainedSince;

    /** @param nanos as {@link System#nanoTime} */
    CurrentProgress(
            ImageQueries images,
            ImageImport imports,
            History history,
            CurrentModel model,
            Supplier<Relay.Status> relay,
            OwnLabels own,
            LongSupplier nanos) {
        this.images = images;
        this.imports = imports;
        this.history = history;
        this.model = model;
        this.relay = relay;
        this.own = own;
        this.nanos = nanos;
        this.relayWatch = new RelayWatch(nanos);
    }

    /** @throws StoreUnavailableException when the database does not answer */
    PipelineProgress read() {
        ImageQueries.Progress pool = images.progress();
        Relaying relaying = relaying(pool.position());
        return PipelineProgress.of(
                pool, imports.toCome(), history.relayed(), model.trained(), services("up", relaying), relaying);
    }

    /**
     * As the actor may see it who is blind.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    OwnProgress readOwn(UUID actor) {
        return OwnProgress.of(images.progress(), own.count(actor), imports.toCome(), history.reachable());
    }

    /** What is known while the database does not answer: the pool as it was. */
    PipelineProgress withoutDatabase(PipelineProgress last) {
        Relaying relaying = relaying(last.position());
        return last.with(imports.toCome(), history.relayed(), model.trained(), services("down", relaying), relaying);
    }

    private Relaying relaying(long head) {
        Relay.Status status = relay.get();
        // What this labeller has relayed itself it knows before it reads it from Kafka.
        return relayWatch.look(status, head, Math.max(status.position(), history.relayed()));
    }

    private Services services(String database, Relaying relaying) {
        return new Services(
                database,
                history.reachable() ? "up" : "down",
                relaying.reason().isEmpty() ? "up" : "down",
                trainerIsLate() ? "down" : "up");
    }

    /** Whether a label has been in Kafka for a while, and no checkpoint has learned it. */
    private synchronized boolean trainerIsLate() {
        long trained = model.trained();
        if (trained >= history.published() || trained != untrainedPosition || untrainedSince == 0) {
            untrainedPosition = trained;
            untrainedSince = nanos.getAsLong();
            return false;
        }
        return nanos.getAsLong() - untrainedSince > TRAINER_PATIENCE_NS;
    }
}
