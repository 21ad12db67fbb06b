package nudge.benchmarks;

import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How many times as fast as a peer this project wants to be on one core. */
final class Goals {
    private static final Map<String, Map<String, Double>> BATCH_100 = Map.of(
            "784-16-16-10",
            Map.of("numpy", 4.0, "torch", 4.0, "torch-autograd", 9.0, "djl", 20.0, "smile", 20.0, "dl4j", 60.0),
            "784-30-10",
            Map.of("numpy", 3.5),
            "784-100-10",
            Map.of("numpy", 2.2, "torch", 2.2),
            "784-512-10",
            Map.of("numpy", 2.2, "torch", 2.2));

    private static final Map<String, Map<String, Double>> BATCH_10 = Map.of(
            "784-16-16-10", Map.of("numpy", 10.0),
            "784-30-10", Map.of("numpy", 8.0),
            "784-100-10", Map.of("numpy", 4.0),
            "784-512-10", Map.of("numpy", 5.0));

    private static final Map<String, Double> TWO_CORES =
            Map.of("784-16-16-10", 1.0, "784-30-10", 1.0, "784-100-10", 1.0, "784-512-10", 1.5);

    private Goals() {}

    static OptionalDouble beside(String peer, TrainingData data, Shape shape, int batch) {
        if (data == TrainingData.INVERTED) {
            return peer.equals("numpy") ? OptionalDouble.of(1.0) : OptionalDouble.empty();
        }
        Map<String, Map<String, Double>> goals =
                batch == 100 ? BATCH_100 : batch == 10 ? BATCH_10 : Map.<String, Map<String, Double>>of();
        return of(goals.getOrDefault(shape.toString(), Map.of()).get(peer));
    }

    /** Two cores beside one, at mini-batches of 100. */
    static OptionalDouble twoCores(Shape shape, int batch) {
        return batch == 100 ? of(TWO_CORES.get(shape.toString())) : OptionalDouble.empty();
    }

    private static OptionalDouble of(@Nullable Double goal) {
        return goal == null ? OptionalDouble.empty() : OptionalDouble.of(goal);
    }
}
