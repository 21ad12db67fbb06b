package nudge.benchmarks;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param beside what stands beside it, or null
 */
public record Figure(
        String name, double value, String unit, @Nullable String beside, double besideValue) {
    public static Figure alone(String name, double value, String unit) {
        return new Figure(name, value, unit, null, 0);
    }

    public static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private String text() {
        String alone = String.format(Locale.ROOT, "%-36s %,12.2f %s", name, value, unit);
        return beside == null
                ? alone
                : alone
                        + String.format(
                                Locale.ROOT, "   %s %,.2f   %.0f %%", beside, besideValue, 100 * value / besideValue);
    }

    /** To the standard output. */
    public void print(boolean asJson) {
        System.out.println(asJson ? json() : text());
    }

    private String json() {
        String alone = String.format(Locale.ROOT, "{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"", name, value, unit);
        return beside == null
                ? alone + "}"
                : alone + String.format(Locale.ROOT, ",\"beside\":\"%s\",\"besideValue\":%.3f}", beside, besideValue);
    }
}
