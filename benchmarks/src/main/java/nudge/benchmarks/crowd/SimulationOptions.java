package nudge.benchmarks.crowd;

import nudge.mnist.Mnist;
import nudge.network.NetworkSpec;
import nudge.quality.simulation.SimulatedCrowd;
import nudge.standalone.CrowdOption;
import nudge.standalone.WrongUseException;
import picocli.CommandLine.Option;

/** What every simulation of a crowd asks for: who labels, how often, and which network learns from it. */
final class SimulationOptions {
    @Option(
            names = "--crowd",
            paramLabel = "SPEC",
            description = "Who labels, as in ./nudge annotate. Default: ${DEFAULT-VALUE}.")
    private String crowd;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Other images, mistakes and first weights for each. Default: ${DEFAULT-VALUE}.")
    private int seeds = 5;

    @Option(names = "--passes", paramLabel = "N", description = "Over each example. Default: ${DEFAULT-VALUE}.")
    private int passes;

    @Option(names = "--layers", paramLabel = "SIZES", description = "Of the network. Default: ${DEFAULT-VALUE}.")
    private String layers = NetworkSpec.seed().printedSizes();

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    /** With these defaults. */
    SimulationOptions(String crowd, int passes) {
        this.crowd = crowd;
        this.passes = passes;
    }

    /** @throws WrongUseException when an option has no sense */
    void check() {
        WrongUseException.unless(seeds >= 1, "--seeds to be at least 1", seeds);
        WrongUseException.unless(passes >= 1, "--passes to be at least 1", passes);
    }

    /** @throws WrongUseException when that is no crowd */
    SimulatedCrowd people() {
        return CrowdOption.parse(crowd);
    }

    /** As it was written. */
    String crowd() {
        return crowd;
    }

    int seeds() {
        return seeds;
    }

    int passes() {
        return passes;
    }

    boolean json() {
        return json;
    }

    /**
     * A network of the usual units, from 784 pixels to 10 digits.
     *
     * @throws WrongUseException when it is of another form
     */
    NetworkSpec shape() {
        try {
            NetworkSpec usual = NetworkSpec.seed();
            NetworkSpec shape = NetworkSpec.parse(layers, usual.activation(), usual.cost());
            WrongUseException.unless(
                    shape.inputs() == Mnist.PIXELS && shape.outputs() == 10,
                    "--layers to lead from 784 pixels to 10 digits",
                    layers);
            return shape;
        } catch (IllegalArgumentException wrong) {
            throw new WrongUseException(String.valueOf(wrong.getMessage()));
        }
    }
}
