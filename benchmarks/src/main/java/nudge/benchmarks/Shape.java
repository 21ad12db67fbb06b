package nudge.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.NetworkSpec;

/** Units per layer, written 784-30-10. */
record Shape(List<Integer> sizes) {
    static Shape of(String text) {
        try {
            return new Shape(
                    Arrays.stream(text.split("-", -1)).map(Integer::parseInt).toList());
        } catch (NumberFormatException broken) {
            throw new IllegalArgumentException(
                    "expected a shape such as 784-30-10, got " + text + ": separate whole numbers by hyphens", broken);
        }
    }

    /** A network of sigmoids with squared error. */
    NetworkSpec spec() {
        return new NetworkSpec(sizes, Activation.SIGMOID, Cost.SQUARED_ERROR);
    }

    int firstLayer() {
        return sizes.get(1);
    }

    @Override
    public String toString() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
