package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.Consensus;
import nudge.labeller.image.GivenLabel;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.PastQuality;
import nudge.labeller.quality.QualityEvent;
import nudge.labeller.quality.QualityState;
import nudge.quality.ConfusionMatrix;
import nudge.quality.Posterior;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells from the log why images have their labels. Thread-safe. */
public final class Explanations {
    private static final int DIGITS = 10;

    private final Database database;

    public Explanations(Database database) {
        this.database = database;
    }

    /**
     * Why an image has its label; empty when there is no such image.
     *
     * @throws StoreUnavailableException when the database does not answer
     */
    public Optional<Explanation> of(UUID image) {
        return database.withHandle(handle -> of(handle, image, Log.head(handle).position()));
    }

    /** The same as of a position of the log: what was said then. */
    public Optional<Explanation> of(UUID image, long position) {
        return database.withHandle(handle -> of(handle, image, position));
    }

    private static Optional<Explanation> of(Handle handle, UUID image, long asOf) {
        List<StoredEvent> history = Log.streams(handle, List.of(image), asOf);
        return history.isEmpty() ? Optional.empty() : Optional.of(explain(handle, image, history, asOf));
    }

    /** An event that set the label, and the image behind it. */
    private record Setting(StoredEvent stored, ImageEvent event, Image then) {}

    private static Explanation explain(Handle handle, UUID id, List<StoredEvent> history, long asOf) {
        Image now = Image.NONE;
        Setting settled = null;
        Setting adjudicated = null;
        for (StoredEvent stored : history) {
            ImageEvent event = ImageEventJson.read(stored);
            now = now.evolve(event, stored.actor(), stored.position());
            if (event instanceof LabelSettled) {
                settled = new Setting(stored, event, now);
            } else if (event instanceof LabelAdjudicated) {
                adjudicated = new Setting(stored, event, now);
            }
        }
        boolean decided = now.verdict().adjudication() != null;
        return explain(handle, id, now, now.digit() == null ? null : settled, decided ? adjudicated : null, asOf);
    }

    /**
     * @param settled what settled the label that it has, or null
     * @param adjudicated the reviewer's decision that holds, or null
     */
    private static Explanation explain(
            Handle handle, UUID id, Image now, @Nullable Setting settled, @Nullable Setting adjudicated, long asOf) {
        Setting by = adjudicated == null ? settled : adjudicated;
        long position = by == null ? asOf + 1 : by.stored().position();
        Image then = by == null ? now : by.then();
        QualityState quality = qualityBefore(handle, then.labels().keySet(), position);
        List<Explanation.Opinion> labels = new ArrayList<>();
        then.labels().forEach((actor, label) -> labels.add(opinion(actor, label, quality.annotator(actor))));
        List<Double> posterior = posterior(now.digit(), then, quality);
        return new Explanation(
                id,
                position,
                now.digit(),
                now.digit() == null ? null : now.verdict().basis(),
                confidence(now, settled, posterior),
                quality.general().policyName(),
                quality.general().policyPosition(),
                quality.general().estimate(),
                posterior,
                labels,
                adjudicated == null ? null : adjudicated.stored().actor(),
                now.rejected());
    }

    private static double confidence(Image now, @Nullable Setting settled, List<Double> posterior) {
        if (now.verdict().adjudication() != null) {
            return 1;
        }
        return settled != null && settled.event() instanceof LabelSettled label
                ? label.confidence()
                : Collections.max(posterior);
    }

    /** What decisions rested on just before a position, as far as these annotators are concerned. */
    private static QualityState qualityBefore(Handle handle, Set<UUID> annotators, long position) {
        Set<UUID> streams = new HashSet<>(annotators);
        streams.add(QualityEvent.STREAM);
        return PastQuality.fold(handle, streams, position - 1);
    }

    private static Explanation.Opinion opinion(UUID actor, GivenLabel label, Annotator annotator) {
        ConfusionMatrix matrix = annotator.confusionMatrix();
        return new Explanation.Opinion(
                actor,
                label.digit(),
                label.position(),
                annotator.trust().value(),
                annotator.counts(label.position()),
                IntStream.range(0, DIGITS)
                        .mapToObj(truth -> matrix.probability(truth, label.digit()))
                        .toList());
    }

    /** By the labels under the policy crowd; else all of it is on the digit that is settled. */
    private static List<Double> posterior(@Nullable Integer digit, Image then, QualityState quality) {
        if (!quality.crowd() && digit != null) {
            return IntStream.range(0, DIGITS)
                    .mapToObj(k -> k == digit ? 1.0 : 0.0)
                    .toList();
        }
        Posterior posterior = Consensus.posterior(then, quality);
        return IntStream.range(0, DIGITS).mapToObj(posterior::probability).toList();
    }
}
