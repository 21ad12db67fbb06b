package nudge.trainer;

import java.util.Set;
import java.util.function.LongConsumer;
import nudge.events.ChampionDecision;
import nudge.events.CheckpointPublished;
import nudge.events.PromotionRule;
import nudge.trainer.LineVerification.Decisions;
import nudge.trainer.LineVerification.Difference;
import nudge.trainer.kafka.CheckpointLog;
import nudge.trainer.kafka.CheckpointLog.Path;
import nudge.trainer.kafka.DecisionLog;
import nudge.trainer.kafka.HaltedException;
import nudge.trainer.kafka.LabelLog;
import org.jspecify.annotations.Nullable;

/**
 * Re-derives the checkpoints of {@code configuration.model()} up to the latest in one pass over the log of labels, and
 * compares each. Owned by one thread; to be closed.
 */
public final class LineVerifier implements AutoCloseable {
    private final TrainerConfiguration configuration;
    private final CheckpointLog checkpoints;
    private final Path path;

    private long compared;
    private long differing;
    private @Nullable Difference first;
    private long decisionsCompared;
    private long decisionsDiffering;
    private @Nullable String firstDecision;

    private LineVerifier(TrainerConfiguration configuration, CheckpointLog checkpoints, Path path) {
        this.configuration = configuration;
        this.checkpoints = checkpoints;
        this.path = path;
    }

    /**
     * All checkpoints that there are now, from the seed on.
     *
     * @throws IllegalArgumentException when the model has no checkpoint
     * @throws IllegalStateException when Kafka does not hold what the derivation needs
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public static LineVerifier all(TrainerConfiguration configuration) {
        return open(configuration, Integer.MAX_VALUE, false);
    }

    /**
     * At least the latest {@code count} checkpoints: begins with the nearest checkpoint before them whose weights are kept.
     *
     * @throws IllegalArgumentException as {@link #all}
     * @throws IllegalStateException as {@link #all}
     */
    public static LineVerifier last(TrainerConfiguration configuration, int count) {
        return open(configuration, count, true);
    }

    private static LineVerifier open(TrainerConfiguration configuration, int count, boolean fromKept) {
        CheckpointLog checkpoints = new CheckpointLog(configuration.kafka(), configuration.model());
        try {
            Set<String> kept = fromKept ? checkpoints.withKeptWeights() : Set.of();
            return new LineVerifier(configuration, checkpoints, checkpoints.pathToLatest(count, kept));
        } catch (HaltedException notWhole) {
            checkpoints.close();
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        } catch (RuntimeException failed) {
            checkpoints.close();
            throw failed;
        }
    }

    /** How many steps {@link #run} will take. */
    public long steps() {
        CheckpointPublished base = path.base();
        return path.target().step() - (base == null ? 0 : base.step());
    }

    /**
     * Derives and compares.
     *
     * @param taken is told after each checkpoint how many steps have been taken
     * @throws IllegalStateException when Kafka does not hold what the derivation needs
     * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
     */
    public LineVerification run(LongConsumer taken) {
        try (LabelLog log = new LabelLog(configuration.kafka());
                DecisionLog decisions = new DecisionLog(configuration.kafka(), configuration.model());
                Derivation derivation =
                        Derivation.begin(path, checkpoints, log, configuration.model(), configuration.resources())) {
            checkpoints.along(path, each -> {
                derivation.derive(each);
                compare(each, derivation.sha256());
                if (isFromSeed()) {
                    compareDecision(each, decisions, derivation);
                }
                taken.accept(derivation.steps());
            });
            CheckpointPublished base = path.base();
            return new LineVerification(
                    path.target(),
                    base == null ? null : base.id(),
                    compared,
                    derivation.steps(),
                    differing,
                    first,
                    isFromSeed() ? new Decisions(decisionsCompared, decisionsDiffering, firstDecision) : null);
        } catch (HaltedException notWhole) {
            throw new IllegalStateException(notWhole.getMessage(), notWhole);
        }
    }

    private boolean isFromSeed() {
        return path.base() == null;
    }

    /** Decisions stand in the order of their checkpoints; one that has none is behind it when the next step begins. */
    private void compareDecision(CheckpointPublished checkpoint, DecisionLog decisions, Derivation derivation) {
        ChampionDecision recorded = decisions.peek();
        while (recorded != null && recorded.step() < checkpoint.step()) {
            decided(recorded, false);
            decisions.advance();
            recorded = decisions.peek();
        }
        if (recorded != null && recorded.checkpoint().equals(checkpoint.id())) {
            // A trainer begins anew when Kafka has lost its champion: that one decision follows from nothing.
            boolean anew = recorded.rule() == PromotionRule.FIRST;
            boolean same = recorded.equals(derivation.judge(checkpoint, anew));
            decided(recorded, same && (!anew || decisionsCompared == 0));
            decisions.advance();
        }
    }

    private void decided(ChampionDecision recorded, boolean same) {
        decisionsCompared++;
        if (!same) {
            decisionsDiffering++;
            firstDecision = firstDecision == null ? recorded.checkpoint() : firstDecision;
        }
    }

    private void compare(CheckpointPublished checkpoint, String actual) {
        compared++;
        if (!actual.equals(checkpoint.sha256())) {
            differing++;
            first = first == null ? new Difference(checkpoint, actual) : first;
        }
    }

    @Override
    public void close() {
        checkpoints.close();
    }
}
