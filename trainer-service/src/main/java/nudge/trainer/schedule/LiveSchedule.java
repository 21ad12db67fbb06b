package nudge.trainer.schedule;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The schedule of the service, for people who wait for what they have labelled:
 *
 * <ul>
 *   <li>Rounds take a few milliseconds: folding ends when no record is left, stepping after 4 ms.
 *   <li>A checkpoint is published as soon as the new labels are learned, but at most every 60 ms, and so seldom that publishing
 *       takes at most a quarter of the time and writes at most 8 MB of weights per second. Without new labels, one per second.
 *   <li>Far behind the end of the log, nobody waits for a label that was just given: it folds for longer, and publishes once
 *       per second.
 *   <li>When nothing is left to learn it parks: no step, and no checkpoint.
 * </ul>
 *
 * <p>What is left to learn: each label earns its share of steps. While labels flow in, {@value #FLOWING_PASSES} passes over
 * each; when few come, compared with those that there are, the rest of the configured passes. The first labels earn
 * {@value #FIRST_STEPS} steps more, so that a network that has seen nothing yet gets going. More would be worse: on MNIST the
 * training cost falls for hundreds of passes while held-out accuracy goes down, and many passes over the first few labels
 * leave a network that learns later ones badly. The steps that are earned follow from the log, and those that were taken
 * from the checkpoint: a trainer that starts again with nothing new to learn parks at once.
 */
public final class LiveSchedule implements RoundSchedule {
    static final int FLOWING_PASSES = 3;
    static final int FIRST_STEPS = 200;
    /** So many labels earn all of the first steps; fewer earn their share of them. */
    static final int FIRST_LABELS = 100;

    /** Labels flow when more than one in so many has come within the last {@link #SETTLING}. */
    private static final int FLOWING_SHARE = 1000;

    private static final long SETTLING = TimeUnit.SECONDS.toNanos(1);
    private static final long FOLDING = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STEPPING = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long BETWEEN_CHECKPOINTS = TimeUnit.MILLISECONDS.toNanos(60);
    /** With more offsets than this to go it is far behind. */
    private static final int FAR_BEHIND = 10_000;

    private static final long FOLDING_BEHIND = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long BETWEEN_BEHIND = TimeUnit.MILLISECONDS.toNanos(1000);
    /** How long a fetch of records that are there may take. */
    private static final Duration FETCHING = Duration.ofMillis(50);

    /** Between checkpoints when no label has come. */
    private static final long WITHOUT_NEWS = TimeUnit.SECONDS.toNanos(1);
    /** New labels that wait for longer than this are published before they are learned: the horizon says that they have come. */
    private static final long LEARNING = TimeUnit.MILLISECONDS.toNanos(150);
    /** Publishing, and measuring, may each take one part in so many of the time. */
    private static final int SHARE = 4;

    /** A checkpoint's event names at most so many rounds. */
    private static final int MOST_ROUNDS = 500;
    /** Bytes of weights that are published per second. */
    private static final double MOST_BYTES = 8 << 20;

    private static final Duration PARKED = Duration.ofSeconds(1);

    private final LongSupplier clock;
    private final int batchSize;
    private final int passes;
    private boolean folding;
    private long foldingSince;
    private long windowBegan;
    private long labelsAtWindow = -1;
    private boolean flowing = true;
    private boolean stepping;
    private long steppingSince;
    private long publishedAt;
    private long publishingTook;
    private long measuredAt;
    private long measuringTook;

    /**
     * A schedule that has neither published nor measured anything yet, and takes labels to flow.
     *
     * @param clock nanoseconds that only grow
     * @param batchSize examples per step
     * @param passes over each label in all
     */
    public LiveSchedule(LongSupplier clock, int batchSize, int passes) {
        this.clock = clock;
        this.batchSize = batchSize;
        this.passes = passes;
        this.windowBegan = clock.getAsLong();
        this.publishedAt = windowBegan - WITHOUT_NEWS;
        this.measuredAt = publishedAt;
    }

    @Override
    public boolean folds(Progress progress) {
        long now = clock.getAsLong();
        if (!folding) {
            folding = true;
            foldingSince = now;
            watchFlow(progress, now);
            return true;
        }
        folding = !progress.isDrained() && now - foldingSince < (isBehind(progress) ? FOLDING_BEHIND : FOLDING);
        return folding;
    }

    private static boolean isBehind(Progress progress) {
        return progress.lag() > FAR_BEHIND;
    }

    /** A flow is noticed at once, its end when it has ceased for {@link #SETTLING}. */
    private void watchFlow(Progress progress, long now) {
        if (labelsAtWindow < 0) {
            labelsAtWindow = progress.labels();
        }
        boolean many = (progress.labels() - labelsAtWindow) * FLOWING_SHARE > progress.labels();
        flowing |= many;
        if (now - windowBegan >= SETTLING) {
            flowing = many;
            labelsAtWindow = progress.labels();
            windowBegan = now;
        }
    }

    @Override
    public Duration patience(Progress progress) {
        long now = clock.getAsLong();
        if (isBehind(progress)) {
            return FETCHING;
        }
        if (hasSteps(progress)) {
            return Duration.ZERO;
        }
        if (progress.foldedSinceCheckpoint() > 0) {
            return Duration.ofNanos(Math.max(0, publishedAt + between(progress) - now));
        }
        return parks(progress) ? PARKED : Duration.ofNanos(Math.max(0, windowBegan + SETTLING - now));
    }

    @Override
    public boolean steps(Progress progress) {
        long now = clock.getAsLong();
        if (!stepping) {
            steppingSince = now;
        }
        stepping = now - steppingSince < STEPPING && hasSteps(progress);
        return stepping;
    }

    private boolean hasSteps(Progress progress) {
        int earnedPasses = flowing ? Math.min(FLOWING_PASSES, passes) : passes;
        return progress.examples() > 0
                && (progress.waiting() > 0 || progress.step() < earned(progress.labels(), earnedPasses));
    }

    /** Steps that so many labels earn in all. */
    private long earned(long labels, int ofPasses) {
        return FIRST_STEPS * Math.min(FIRST_LABELS, labels) / FIRST_LABELS + ofPasses * labels / batchSize;
    }

    @Override
    public boolean parks(Progress progress) {
        return progress.examples() == 0
                || (progress.waiting() == 0 && progress.step() >= earned(progress.labels(), passes));
    }

    @Override
    public boolean publishes(Progress progress) {
        long now = clock.getAsLong();
        long since = now - publishedAt;
        if (progress.roundsSinceCheckpoint() >= MOST_ROUNDS) {
            return true;
        }
        if (progress.foldedSinceCheckpoint() > 0) {
            boolean learned = progress.waiting() == 0 || progress.examples() == 0 || since > LEARNING;
            return learned && since >= between(progress);
        }
        return progress.stepsSinceCheckpoint() > 0 && (since >= WITHOUT_NEWS || !hasSteps(progress));
    }

    private long between(Progress progress) {
        long least = isBehind(progress) ? BETWEEN_BEHIND : BETWEEN_CHECKPOINTS;
        long forBytes = (long) (progress.weightBytes() / MOST_BYTES * TimeUnit.SECONDS.toNanos(1));
        return Math.max(least, Math.max((SHARE - 1) * publishingTook, forBytes));
    }

    @Override
    public void published(Duration took) {
        publishedAt = clock.getAsLong();
        // It may have been published amid a round's steps.
        stepping = false;
        // One slow transaction is no reason to wait for long: the broker may have paused.
        publishingTook = Math.min(took.toNanos(), 2 * publishingTook + BETWEEN_CHECKPOINTS);
    }

    @Override
    public boolean measures(Progress progress) {
        return parks(progress) || clock.getAsLong() - measuredAt >= (SHARE - 1) * measuringTook;
    }

    @Override
    public void measured(Duration took) {
        measuredAt = clock.getAsLong();
        measuringTook = took.toNanos();
    }
}
