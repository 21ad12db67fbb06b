package nudge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A network's shape: units per layer from the input (one per pixel) to the output (one per digit), the activation of
 * every unit, and the cost. With {@link Cost#CROSS_ENTROPY} the outputs are a softmax, whatever the activation.
 */
public record NetworkSpec(List<Integer> sizes, Activation activation, Cost cost) {
    /** The most units that a layer may have. */
    public static final int MAX_UNITS = 65_536;

    /** The most weights and biases that a network may have: 256 MB of floats. */
    public static final long MAX_PARAMETERS = 1L << 26;

    public NetworkSpec {
        sizes = List.copyOf(sizes);
        if (sizes.size() < 2 || sizes.size() > 64) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected 2 to 64 layers, got %d (%s): name every layer from the input to the output, such as 784,16,16,10",
                    sizes.size(),
                    print(sizes)));
        }
        for (int l = 0; l < sizes.size(); l++) {
            int size = sizes.get(l);
            if (size < 1 || size > MAX_UNITS) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Expected 1 to %d units in layer %d, got %d (%s): give every layer a size in that range",
                        MAX_UNITS,
                        l,
                        size,
                        print(sizes)));
            }
        }
        long parameters = parameters(sizes);
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected at most %d weights and biases, got %d (%s): use smaller layers",
                    MAX_PARAMETERS,
                    parameters,
                    print(sizes)));
        }
    }

    /** How many weights and biases a network of these layers has, from the input to the output. */
    public static long parameters(List<Integer> sizes) {
        long parameters = 0;
        for (int l = 1; l < sizes.size(); l++) {
            parameters += (sizes.get(l - 1) + 1L) * sizes.get(l);
        }
        return parameters;
    }

    /** 784-16-16-10, sigmoid, squared error: the default. */
    public static NetworkSpec seed() {
        return new NetworkSpec(List.of(784, 16, 16, 10), Activation.SIGMOID, Cost.SQUARED_ERROR);
    }

    /** Reads sizes such as {@code 784,16,16,10}. */
    public static NetworkSpec parse(String sizes, Activation activation, Cost cost) {
        List<Integer> parsed = new ArrayList<>();
        for (String size : sizes.split(",", -1)) {
            try {
                parsed.add(Integer.parseInt(size.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "Expected layer sizes such as 784,16,16,10, got \"%s\": separate whole numbers by commas"
                                .formatted(OneLine.of(sizes)),
                        e);
            }
        }
        return new NetworkSpec(parsed, activation, cost);
    }

    /** The sizes as {@link #parse} reads them. */
    public String printedSizes() {
        return print(sizes);
    }

    public int inputs() {
        return sizes.get(0);
    }

    public int outputs() {
        return sizes.get(sizes.size() - 1);
    }

    /** Layers of weights: one fewer than layers of units. */
    public int layers() {
        return sizes.size() - 1;
    }

    private static String print(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
