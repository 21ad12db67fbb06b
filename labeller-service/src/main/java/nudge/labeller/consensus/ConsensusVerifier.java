package nudge.labeller.consensus;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import nudge.labeller.database.Database;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.AnnotatorEvent;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.QualityEvent;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.quality.Policy;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Derives estimates again from the log, and compares all that they say, to the bit. */
public final class ConsensusVerifier {
    private static final int CHUNK = 5_000;

    private final Handle handle;
    private final EvidenceFold labels = new EvidenceFold();

    private ConsensusVerifier(Handle handle) {
        this.handle = handle;
    }

    /**
     * An estimate, derived again.
     *
     * @param horizon the position of the log that it rests on
     * @param labels that weigh
     * @param expected the digest that stands in the log
     * @param actual the digest that came out; empty when the policy of that position makes no estimates
     * @param difference what is otherwise than in the log, for people, or null when nothing is
     */
    public record Verified(
            long number,
            long horizon,
            long labels,
            int annotators,
            String expected,
            String actual,
            @Nullable String difference) {
        public boolean holds() {
            return difference == null;
        }
    }

    /**
     * Verifies every estimate, or one.
     *
     * @param connection may read the log; nothing is written
     * @param number of the estimate, or null for all
     * @param read is told the position up to which the log has been read
     * @throws IllegalArgumentException when there is no such estimate
     * @throws IllegalStateException on an event that this version does not know
     */
    public static List<Verified> run(Connection connection, @Nullable Long number, LongConsumer read)
            throws SQLException {
        return Database.withHandle(connection, handle -> new ConsensusVerifier(handle).run(number, read));
    }

    /** How many events the log has, for who shows how far the reading is. */
    public static long events(Connection connection) throws SQLException {
        return Database.withHandle(connection, handle -> Log.head(handle).position());
    }

    private List<Verified> run(@Nullable Long number, LongConsumer read) {
        List<ConsensusEstimated> wanted = estimates();
        if (number != null) {
            int all = wanted.size();
            wanted.removeIf(estimate -> estimate.number() != number);
            if (wanted.isEmpty()) {
                throw new IllegalArgumentException("expected the number of an estimate, "
                        + (all == 0 ? "but the log has none" : "from 1 to " + all) + ", got " + number);
            }
        }
        List<Verified> verified = new ArrayList<>();
        for (ConsensusEstimated estimate : wanted) {
            foldUpTo(estimate.horizon(), read);
            verified.add(compare(
                    estimate,
                    labels.quality().policy() instanceof Policy.Crowd policy
                            ? ConsensusEstimate.of(labels.evidence(policy))
                            : null));
        }
        return verified;
    }

    /** In the order of the log; their horizons are in the same order. */
    private List<ConsensusEstimated> estimates() {
        List<ConsensusEstimated> all = new ArrayList<>();
        for (StoredEvent event : Log.stream(handle, QualityEvent.STREAM)) {
            if (QualityEvent.FAMILY.read(event) instanceof ConsensusEstimated estimated) {
                all.add(estimated);
            }
        }
        return all;
    }

    private void foldUpTo(long position, LongConsumer read) {
        while (labels.position() < position) {
            int limit = (int) Math.min(CHUNK, position - labels.position());
            Log.after(handle, labels.position(), limit).forEach(labels::fold);
            read.accept(labels.position());
        }
    }

    private Verified compare(ConsensusEstimated stored, @Nullable ConsensusEstimate derived) {
        if (derived == null) {
            return new Verified(
                    stored.number(), stored.horizon(), 0, 0, stored.digest(), "", "the policy then was solo");
        }
        long size = derived.annotators().values().stream()
                .mapToLong(AnnotatorEstimated::labels)
                .sum();
        String difference = null;
        if (!stored.equals(derived.event())) {
            difference = "expected " + stored + ", got " + derived.event();
        } else if (!matrices(stored.number(), derived.annotators().keySet()).equals(derived.annotators())) {
            difference = "the matrices of annotators are others than in the log";
        }
        return new Verified(
                stored.number(),
                stored.horizon(),
                size,
                derived.annotators().size(),
                stored.digest(),
                derived.event().digest(),
                difference);
    }

    /** The matrices in the log of an estimate, of those who should have one. */
    private Map<UUID, AnnotatorEstimated> matrices(long number, Iterable<UUID> annotators) {
        Map<UUID, AnnotatorEstimated> found = new HashMap<>();
        for (UUID annotator : annotators) {
            for (StoredEvent event : Log.stream(handle, annotator)) {
                if (AnnotatorEvent.FAMILY.read(event) instanceof AnnotatorEstimated estimated
                        && estimated.estimate() == number) {
                    found.put(annotator, estimated);
                }
            }
        }
        return found;
    }
}
