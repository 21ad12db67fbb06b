package nudge.labeller.web.blindness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.labeller.access.Actor;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import org.jspecify.annotations.Nullable;

/**
 * What each actor sees of the training. Those who are blind see it as it was at a beat: a checkpoint that follows a label would tell
 * that the label settled something, and so that its image is no test. It moves at the beat behind each {@value #ANSWERS} answers that
 * people have given since, whatever these were about; a person who labels alone, and slowly, learns no more from it. Thread-safe.
 */
public final class VisibleTraining {
    /** Between two beats. */
    public static final Duration BEAT = Duration.ofSeconds(10);

    static final int ANSWERS = 50;
    /** Of the curve: so many of the newest. */
    private static final int MOST_POINTS = 1_000;
    /** Of the past there is a point for each hour. */
    private static final int PAST = 20_000;

    private final Blindness blindness;
    private final CurrentModel latest;
    private final CurrentModel champion;
    private final History history;
    private final LongSupplier answers;
    private final Clock clock;
    private @Nullable View view;

    /**
     * What the blind see.
     *
     * @param model the champion as it was then, or before there was one, the latest
     * @param checkpoint the latest, or null before the first
     * @param curve its accuracy and that of those seen before, oldest first
     * @param at when it moved
     */
    public record View(
            CurrentModel model,
            @Nullable CheckpointPublished checkpoint,
            List<Point> curve,
            Instant at,
            long answers) {}

    /** @param at when it was seen first: when it was measured would tell how soon it came after a label */
    public record Point(AccuracyMeasured measured, Instant at) {}

    /**
     * The training of one labeller.
     *
     * @param latest of which they may know how far it is
     * @param champion whose suggestions they may see
     * @param answers how many answers people have given; may throw {@link StoreUnavailableException}
     */
    public VisibleTraining(
            Blindness blindness,
            CurrentModel latest,
            CurrentModel champion,
            History history,
            LongSupplier answers,
            Clock clock) {
        this.blindness = blindness;
        this.latest = latest;
        this.champion = champion;
        this.history = history;
        this.answers = answers;
        this.clock = clock;
    }

    /** Whether the actor is blind now. */
    public boolean isHeldBack(Actor actor) {
        return blindness.covers(actor);
    }

    /** The model whose suggestions the actor may hear. */
    public CurrentModel modelFor(Actor actor) {
        return blindness.covers(actor) ? view().model() : champion;
    }

    /** What the blind see now. */
    public synchronized View view() {
        View seen = view;
        if (seen == null) {
            seen = next(null, answers.getAsLong());
            view = seen;
        }
        return seen;
    }

    /** Moves if it is time. While the database does not answer, all stays as it is. */
    public synchronized void beat() {
        if (!blindness.isCrowd()) {
            view = null;
            return;
        }
        try {
            long now = answers.getAsLong();
            View before = view;
            if (before == null || before.checkpoint == null || now / ANSWERS != before.answers / ANSWERS) {
                view = next(before, now);
            }
        } catch (StoreUnavailableException down) {
            // The next beat comes soon.
        }
    }

    private View next(@Nullable View before, long now) {
        CurrentModel seen = champion.asItIs();
        CheckpointPublished checkpoint =
                latest.checkpoint().flatMap(history::checkpoint).orElse(null);
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<Point> curve = new ArrayList<>(before == null ? past() : before.curve);
        Optional.ofNullable(checkpoint)
                .flatMap(published -> history.accuracyOf(published.id()))
                .filter(measured -> curve.stream()
                        .noneMatch(point -> point.measured.checkpoint().equals(measured.checkpoint())))
                .ifPresent(measured -> curve.add(new Point(measured, at)));
        int left = Math.max(0, curve.size() - MOST_POINTS);
        return new View(seen, checkpoint, List.copyOf(curve.subList(left, curve.size())), at, now);
    }

    /** The last measurement of each hour that is over. */
    private List<Point> past() {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        Map<Instant, Point> last = new LinkedHashMap<>();
        for (AccuracyMeasured measured : history.accuracyCurve(PAST)) {
            Instant end = measured.at().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            if (!end.isAfter(hour)) {
                last.put(end, new Point(measured, end));
            }
        }
        return List.copyOf(last.values());
    }
}
