package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random faults of a whole Nudge, of every kind, while eight clients label. The seed decides which, when and for how long;
 * {@code -Dnudge.faults.seeds=7,8} runs other ones.
 */
@Tag("server")
@Tag("faults")
class FaultsTest {
    private static final String ASKED = System.getProperty("nudge.faults.seeds", "");
    private static final List<Long> SEEDS = Stream.of((ASKED.isEmpty() ? "1" : ASKED).split(","))
            .map(Long::valueOf)
            .toList();
    /** A seed that nobody asked for begins only within so long. */
    private static final Duration BUDGET = Duration.ofSeconds(100);

    private static final long BEGAN = System.nanoTime();
    private static final int IMAGES = 4_000;
    private static final Duration DRAINED = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    static Stream<Long> seeds() {
        return SEEDS.stream();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothing_is_lost_or_doubled_and_all_heals_without_a_hand(long seed) throws Exception {
        assumeTrue(
                !ASKED.isEmpty() || System.nanoTime() - BEGAN < BUDGET.toNanos(),
                "SKIPPED: on this machine the seeds before have used up the time for fault tests");
        List<Fault> faults = schedule(seed);
        String told = "seed " + seed + " (again: -Dnudge.faults.seeds=" + seed + "): "
                + faults.stream().map(Fault::toString).collect(Collectors.joining(", "));
        try (Fleet fleet = Fleet.start(folder)) {
            fleet.fill(IMAGES);
            Annotators annotators = Annotators.start(fleet.api(), MnistLabels.load(), seed);
            play(faults, fleet);
            long healed = System.nanoTime();
            List<Annotators.Sent> sent = annotators.stop(DRAINED);
            fleet.awaitDrained(DRAINED.minusNanos(System.nanoTime() - healed));
            double drained = (System.nanoTime() - healed) / 1e9;
            assertThat(fleet.starts())
                    .as("starts of two labellers and the trainer, of which one each was killed: none ended by itself")
                    .isEqualTo(3 + 2);
            System.out.printf(
                    Locale.ROOT,
                    "%s%ndrained %.1f s after the last fault; checked: %s%n",
                    told,
                    drained,
                    Invariants.check(fleet.log(), sent));
        } catch (Exception | AssertionError failed) {
            throw new AssertionError(told + ": " + failed.getMessage() + "; see " + folder, failed);
        }
    }

    /** Every kind once, in an order and at times that the seed decides. */
    private static List<Fault> schedule(long seed) {
        List<Fault.Kind> kinds = new ArrayList<>(List.of(Fault.Kind.values()));
        Collections.shuffle(kinds, new Random(seed));
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        long at = 0;
        for (Fault.Kind kind : kinds) {
            Fault fault = Fault.draw(kind, at, random);
            at = fault.at();
            faults.add(fault);
        }
        return faults;
    }

    private record Act(long at, Runnable what) {}

    private static void play(List<Fault> faults, Fleet fleet) {
        List<Act> acts = new ArrayList<>();
        for (Fault fault : faults) {
            acts.add(new Act(fault.at(), () -> fault.begin(fleet)));
            acts.add(new Act(fault.at() + fault.lasts(), () -> fault.end(fleet)));
        }
        acts.sort(Comparator.comparingLong(Act::at));
        long began = System.nanoTime();
        for (Act act : acts) {
            long due = began + TimeUnit.MILLISECONDS.toNanos(act.at);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            act.what.run();
        }
    }
}
