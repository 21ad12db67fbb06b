package nudge.labeller.web.training;

import java.util.List;
import java.util.Optional;
import nudge.events.CheckpointPublished;
import nudge.labeller.web.blindness.VisibleTraining.Point;
import nudge.labeller.web.blindness.VisibleTraining.View;

/** The training as the blind see it: the fields of the usual answers, without positions, rounds and exact times. */
final class BlindViews {
    private BlindViews() {}

    /** The one checkpoint that they know; empty before the first. */
    static Optional<CheckpointView> checkpoint(View view) {
        CheckpointPublished published = view.checkpoint();
        if (published == null) {
            return Optional.empty();
        }
        Double accuracy = view.curve().stream()
                .filter(point -> point.measured().checkpoint().equals(published.id()))
                .map(point -> point.measured().accuracy())
                .findFirst()
                .orElse(null);
        return Optional.of(new CheckpointView(
                published.id(),
                published.model(),
                null,
                published.step(),
                published.examples(),
                0,
                0,
                view.at(),
                null,
                0,
                accuracy,
                null));
    }

    /** The newest points of the curve that they know, oldest first. */
    static List<AccuracyView> accuracy(View view, int limit) {
        List<Point> curve = view.curve();
        return curve.subList(Math.max(0, curve.size() - limit), curve.size()).stream()
                .map(BlindViews::accuracy)
                .toList();
    }

    private static AccuracyView accuracy(Point point) {
        var measured = point.measured();
        return new AccuracyView(
                measured.checkpoint(),
                0,
                measured.step(),
                point.at(),
                measured.accuracy(),
                measured.low(),
                measured.high(),
                measured.cost(),
                null);
    }
}
