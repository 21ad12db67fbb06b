package nudge.trainer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The pace for people who wait: rounds of a few milliseconds; a checkpoint as soon as new labels are learned, but so seldom
 * that publishing does not crowd out training; without new labels one a second; none, and no step, when nothing is left to
 * learn.
 */
final class LivePace implements Pace {
    private static final long FOLDING = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STEPPING = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long BETWEEN_CHECKPOINTS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long WITHOUT_NEWS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_ROUNDS = 500;
    /** Bytes of weights a second. */
    private static final double MOST_BYTES = 8 << 20;
    /** New labels that wait longer than this are published unlearned: the horizon says that they have come. */
    private static final long LEARNING = TimeUnit.MILLISECONDS.toNanos(150);
    /** Measuring may take one part in so many of the time. */
    private static final int MEASURING_SHARE = 4;

    private static final Duration PARKED = Duration.ofSeconds(1);

    private final LongSupplier clock;
    private final Plateau plateau = new Plateau();
    private boolean folding;
    private long foldingSince;
    private boolean stepping;
    private long steppingSince;
    private long publishedAt;
    private long measuredAt;
    private long measuringTook;

    /** @param clock nanoseconds that only grow */
    LivePace(LongSupplier clock) {
        this.clock = clock;
        this.publishedAt = clock.getAsLong() - WITHOUT_NEWS;
        this.measuredAt = publishedAt;
    }

    @Override
    public boolean folds(Progress progress) {
        long now = clock.getAsLong();
        if (!folding) {
            folding = true;
            foldingSince = now;
            return true;
        }
        folding = !progress.drained && now - foldingSince < FOLDING;
        if (!folding && progress.foldedInRound > 0) {
            plateau.reset();
        }
        return folding;
    }

    @Override
    public Duration patience(Progress progress) {
        if (hasSteps(progress)) {
            return Duration.ZERO;
        }
        if (progress.foldedSinceCheckpoint == 0) {
            return PARKED;
        }
        long until = publishedAt + between(progress) - clock.getAsLong();
        return Duration.ofNanos(Math.max(0, until));
    }

    @Override
    public boolean steps(Progress progress) {
        long now = clock.getAsLong();
        if (!stepping) {
            stepping = true;
            steppingSince = now;
        } else {
            plateau.step(progress.stepSize, progress.stepCost, progress.examples);
        }
        stepping = hasSteps(progress) && now - steppingSince < STEPPING;
        return stepping;
    }

    private boolean hasSteps(Progress progress) {
        return progress.examples > 0 && (progress.waiting > 0 || !plateau.reached());
    }

    @Override
    public boolean publishes(Progress progress) {
        long since = clock.getAsLong() - publishedAt;
        boolean due;
        if (progress.foldedSinceCheckpoint > 0) {
            boolean learned = progress.waiting == 0 || progress.examples == 0 || since > LEARNING;
            due = learned && since >= between(progress);
        } else {
            due = progress.stepsSinceCheckpoint > 0 && (since >= WITHOUT_NEWS || !hasSteps(progress));
        }
        due |= progress.roundsSinceCheckpoint >= MOST_ROUNDS;
        if (due) {
            publishedAt = clock.getAsLong();
        }
        return due;
    }

    private static long between(Progress progress) {
        return Math.max(BETWEEN_CHECKPOINTS, (long) (progress.weightBytes / MOST_BYTES * 1e9));
    }

    @Override
    public boolean measures(Progress progress) {
        return !hasSteps(progress) || clock.getAsLong() - measuredAt >= MEASURING_SHARE * measuringTook;
    }

    @Override
    public void measured(Duration took) {
        measuredAt = clock.getAsLong();
        measuringTook = took.toNanos();
    }

    @Override
    public boolean parked() {
        return plateau.reached();
    }
}
