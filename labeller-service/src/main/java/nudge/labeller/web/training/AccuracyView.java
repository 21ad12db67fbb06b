package nudge.labeller.web.training;

import java.time.Instant;
import nudge.events.AccuracyMeasured;
import org.jspecify.annotations.Nullable;

/** A measurement as the API shows it: a point of the accuracy curve. */
record AccuracyView(
        String checkpoint,
        long position,
        long step,
        Instant at,
        double accuracy,
        double low,
        double high,
        double cost,
        @Nullable Double prequential) {
    static AccuracyView of(AccuracyMeasured event) {
        return new AccuracyView(
                event.checkpoint(),
                event.position(),
                event.step(),
                event.at(),
                event.accuracy(),
                event.low(),
                event.high(),
                event.cost(),
                event.prequential());
    }
}
