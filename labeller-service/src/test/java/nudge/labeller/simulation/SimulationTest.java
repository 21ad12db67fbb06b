package nudge.labeller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Image, log and relay under seeded faults. A failing seed is named; {@code -Dnudge.simulation.seed=N} replays it alone,
 * {@code -Dnudge.simulation.seeds=N} runs so many.
 */
class SimulationTest {
    @Test
    void every_seed_keeps_every_promise() {
        Long alone = Long.getLong("nudge.simulation.seed");
        long seeds = Long.getLong("nudge.simulation.seeds", 500);
        long start = System.nanoTime();
        long checks = 0;
        for (long seed = alone == null ? 1 : alone; seed <= (alone == null ? seeds : alone); seed++) {
            try {
                checks += new Simulation(seed, true).run();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        "the seed " + seed + " breaks a promise: -Dnudge.simulation.seed=" + seed, broken);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "simulation: %d seeds, %d published records compared with the log, %.1f s%n",
                alone == null ? seeds : 1,
                checks,
                (System.nanoTime() - start) / 1e9);
    }

    @Test
    void a_kafka_that_does_not_fence_is_noticed() {
        assertThat(LongStream.rangeClosed(1, 200)).anyMatch(seed -> {
            try {
                new Simulation(seed, false).run();
                return false;
            } catch (AssertionError noticed) {
                return true;
            }
        });
    }
}
