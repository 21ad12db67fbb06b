package nudge.benchmarks.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Clients that ask again as soon as they have their answer. */
final class Clients {
    private Clients() {}

    /** @return answers a second, of all clients together */
    static double rate(int clients, Duration turn, IntFunction<Callable<?>> client) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            CyclicBarrier together = new CyclicBarrier(clients);
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Callable<?> ask = client.apply(i);
                rates.add(pool.submit(() -> {
                    together.await();
                    long start = System.nanoTime();
                    long end = start + turn.toNanos();
                    long answers = 0;
                    while (System.nanoTime() < end) {
                        ask.call();
                        answers++;
                    }
                    return answers * 1e9 / (System.nanoTime() - start);
                }));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get(turn.toSeconds() + 60, TimeUnit.SECONDS);
            }
            return sum;
        } finally {
            pool.shutdownNow();
        }
    }
}
