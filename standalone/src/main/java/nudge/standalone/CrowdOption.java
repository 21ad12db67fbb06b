package nudge.standalone;

import nudge.quality.simulation.SimulatedCrowd;

/** The option {@code --crowd} of commands that let a simulated crowd label. */
public final class CrowdOption {
    private CrowdOption() {}

    /** @throws WrongUseException when it is no crowd */
    public static SimulatedCrowd parse(String spec) {
        try {
            return SimulatedCrowd.parse(spec);
        } catch (IllegalArgumentException wrong) {
            throw new WrongUseException("--crowd: " + wrong.getMessage());
        }
    }
}
