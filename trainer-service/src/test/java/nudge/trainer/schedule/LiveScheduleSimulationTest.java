package nudge.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A trainer's loop on a clock of its own: what people who label see of the schedule. */
class LiveScheduleSimulationTest {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int BATCH = 100;
    private static final int PASSES = 40;
    /** How long it takes to fold a record, to look for one in vain, to take a step, and to publish. */
    private static final long FOLDING = MILLISECOND / 200;

    private static final long LOOKING = MILLISECOND / 100;
    private static final long STEPPING = MILLISECOND / 10;
    private static final long PUBLISHING = 5 * MILLISECOND;

    private long now;
    private final LiveSchedule schedule = new LiveSchedule(() -> now, BATCH, PASSES);
    private final Progress progress = new Progress(0, 0);
    /** When the labels come that are not folded yet. */
    private final Deque<Long> arrivals = new ArrayDeque<>();
    /** When the labels came that are folded and not published. */
    private final List<Long> unpublished = new ArrayList<>();

    private final List<Long> delays = new ArrayList<>();
    private final List<Long> publications = new ArrayList<>();
    private int labels;
    private int waiting;
    private int rounds;

    private void labelsEvery(long interval, int count) {
        for (int i = 1; i <= count; i++) {
            arrivals.add(now + i * interval);
        }
    }

    private void runUntil(long end) {
        while (now < end) {
            round();
        }
    }

    private void round() {
        progress.roundBegins();
        while (schedule.folds(progress)) {
            look(schedule.patience(progress));
        }
        progress.observed(labels, labels, waiting, arrived());
        while (labels > 0 && schedule.steps(progress)) {
            now += STEPPING;
            waiting = Math.max(0, waiting - BATCH / 2);
            progress.stepped(waiting);
        }
        rounds += progress.foldedInRound() + progress.stepsInRound() > 0 ? 1 : 0;
        progress.roundEnded(rounds);
        if (schedule.publishes(progress)) {
            publish();
        }
    }

    private long arrived() {
        return arrivals.stream().filter(at -> at <= now).count();
    }

    private void look(Duration patience) {
        if (arrivals.isEmpty() || arrivals.peek() > now + patience.toNanos()) {
            now += Math.max(LOOKING, patience.toNanos());
            progress.drained();
            return;
        }
        now = Math.max(now, arrivals.peek()) + FOLDING;
        unpublished.add(arrivals.remove());
        labels++;
        waiting++;
        progress.folded(labels);
    }

    private void publish() {
        now += PUBLISHING;
        publications.add(now);
        unpublished.forEach(at -> delays.add(now - at));
        unpublished.clear();
        rounds = 0;
        progress.published(50_000);
        schedule.published(Duration.ofNanos(PUBLISHING));
    }

    private static long most(List<Long> values) {
        return values.stream().mapToLong(value -> value).max().orElseThrow();
    }

    @Test
    void a_label_is_in_a_checkpoint_after_a_few_rounds() {
        labelsEvery(400 * MILLISECOND, 50);
        runUntil(25 * SECOND);
        assertThat(delays).hasSize(50);
        assertThat(most(delays)).isLessThan(60 * MILLISECOND + 2 * PUBLISHING + 10 * MILLISECOND);
    }

    @Test
    void labels_that_come_fast_share_checkpoints() {
        labelsEvery(5 * MILLISECOND, 2000);
        runUntil(10 * SECOND);
        assertThat(delays.size()).isGreaterThan(1900);
        assertThat(most(delays)).isLessThan(200 * MILLISECOND);
        assertThat(publications.size()).isBetween(100, 10_000 / 60);
    }

    @Test
    void a_long_log_is_caught_up_with_in_few_checkpoints() {
        for (int i = 0; i < 100_000; i++) {
            arrivals.add(now);
        }
        while (labels < 100_000) {
            round();
        }
        assertThat(now).isGreaterThan(SECOND / 2);
        assertThat(publications.size()).isBetween(1, 2);
    }

    @Test
    void when_the_last_label_has_come_the_rest_of_the_passes_is_made_and_the_trainer_parks() {
        labelsEvery(10 * MILLISECOND, 500);
        runUntil(6 * SECOND);
        assertThat(labels).isEqualTo(500);
        runUntil(60 * SECOND);
        assertThat(schedule.parks(progress)).isTrue();
        assertThat(progress.step()).isEqualTo(200 + PASSES * 500 / BATCH);
        assertThat(progress.stepsSinceCheckpoint()).isZero();
        assertThat(unpublished).isEmpty();

        int before = publications.size();
        long looks = now;
        round();
        assertThat(now - looks).isEqualTo(SECOND);
        runUntil(120 * SECOND);
        assertThat(publications).hasSize(before);
    }
}
