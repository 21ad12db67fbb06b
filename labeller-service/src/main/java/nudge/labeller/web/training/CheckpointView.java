package nudge.labeller.web.training;

import java.time.Instant;
import java.util.Optional;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as the API shows it.
 *
 * @param sha256 of its weights; for the blind null, as {@code training} is, and numbers are 0
 * @param accuracy on the held-out images, or null when it was not measured (yet)
 */
record CheckpointView(
        String id,
        String model,
        @Nullable String parent,
        long step,
        int examples,
        int heldOut,
        long position,
        Instant at,
        @Nullable String sha256,
        int bytes,
        @Nullable Double accuracy,
        CheckpointPublished.@Nullable Training training) {
    static CheckpointView of(CheckpointPublished event, Optional<AccuracyMeasured> measured) {
        return new CheckpointView(
                event.id(),
                event.model(),
                event.parent(),
                event.step(),
                event.examples(),
                event.heldOut(),
                event.position(),
                event.at(),
                event.sha256(),
                event.bytes(),
                measured.map(AccuracyMeasured::accuracy).orElse(null),
                event.training());
    }
}
