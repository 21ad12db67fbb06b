package nudge.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How one contender did on one kind of work.
 *
 * @param rates examples per second: of the processor on one core, of the clock on two
 * @param accuracy share of the test images that it recognises at the end: the same work is being done
 * @param ratio how many times as fast Nudge is, for a peer; how many times as fast as on one core, for two; 1 for Nudge itself
 * @param goal what the ratio is wanted to be
 * @param bytesPerStep allocated on the heap, for Nudge
 * @param roofline for Nudge on one core
 */
record Result(
        TrainingData data,
        Shape shape,
        int batch,
        String contender,
        int cores,
        Rates rates,
        double accuracy,
        double ratio,
        OptionalDouble goal,
        OptionalDouble bytesPerStep,
        @Nullable Roofline roofline) {

    boolean holds() {
        return bytesPerStep.orElse(0) == 0 && (goal.isEmpty() || ratio >= goal.getAsDouble());
    }

    /** For machines. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bench", "sgd");
        fields.put("data", data.fileName());
        fields.put("shape", shape.toString());
        fields.put("batch", batch);
        fields.put("contender", contender);
        fields.put("cores", cores);
        fields.put("examplesPerSecond", Math.round(rates.median()));
        fields.put("least", Math.round(rates.least()));
        fields.put("most", Math.round(rates.most()));
        fields.put("accuracy", accuracy);
        fields.put("ratio", ratio);
        goal.ifPresent(wanted -> fields.put("goal", wanted));
        bytesPerStep.ifPresent(bytes -> fields.put("bytesPerStep", bytes));
        if (roofline != null) {
            fields.put("arithmeticShare", roofline.arithmetic());
            fields.put("memoryShare", roofline.memory());
            fields.put("limit", roofline.limit());
        }
        fields.put("holds", holds());
        return fields;
    }

    /** For people. */
    String line() {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-15s%s %,11.0f /s  (%,.0f to %,.0f)  %4.1f %% right",
                contender,
                cores == 1 ? "         " : " x" + cores + " cores",
                rates.median(),
                rates.least(),
                rates.most(),
                100 * accuracy));
        if (ratio != 1) {
            line.append(String.format(Locale.ROOT, "  %5.2f x", ratio));
        }
        goal.ifPresent(wanted -> line.append(
                String.format(Locale.ROOT, "  goal %.1f x %s", wanted, ratio >= wanted ? "met" : "MISSED")));
        bytesPerStep.ifPresent(bytes -> line.append(String.format(Locale.ROOT, "  %.0f bytes a step", bytes)));
        if (roofline != null) {
            line.append(String.format(
                    Locale.ROOT,
                    "%n    %.0f %% of the core's arithmetic, %.0f %% of its cache's bandwidth; limit: %s",
                    100 * roofline.arithmetic(),
                    100 * roofline.memory(),
                    roofline.limit()));
        }
        return line.toString();
    }
}
