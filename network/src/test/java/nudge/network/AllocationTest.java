package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once compiled, a step allocates nothing: no vector is boxed, no buffer made anew. */
class AllocationTest {
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "784,16,16,10; 100; 0; 0",
                "784,30,10; 10; 0; 0.9",
                "784,100,10; 100; 0; 0",
                "784,16,16,10; 10; 9; 0"
            })
    void a_step_allocates_nothing_after_warm_up(String sizes, int examples, int background, float momentum) {
        Digits digits = new Digits(500, 4, background);
        SparseExamples store = digits.examples();
        NetworkSpec spec = NetworkSpec.parse(sizes, Activation.SIGMOID, Cost.SQUARED_ERROR);
        Network network = Network.initialised(spec, Initialisation.SCALED_NORMAL, 1);
        MiniBatch batch = new MiniBatch(spec, examples);
        try (Sgd sgd = new Sgd(network, new Hyperparameters(0.5f, momentum, examples))) {
            long allocated = Long.MAX_VALUE;
            long start = System.nanoTime();
            while (allocated > 0 && System.nanoTime() - start < DEADLINE_NANOS) {
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int step = 0; step < 200; step++) {
                    batch.clear();
                    for (int b = 0; b < examples; b += 2) {
                        batch.add(store, (step + b) % 500);
                        digits.addTo(batch, (step + b + 1) % 500);
                    }
                    sgd.step(batch);
                }
                allocated =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            }
            assertThat(allocated).isZero();
        }
    }
}
