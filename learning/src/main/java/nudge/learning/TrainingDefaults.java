package nudge.learning;

import nudge.network.Hyperparameters;
import nudge.network.Initialisation;
import nudge.network.NetworkSpec;

/**
 * How a network is trained when nothing else is asked for. The network and the hyperparameters are the same wherever Nudge
 * trains; what differs, differs for the reasons that stand at {@link #offline} and {@link #live}.
 *
 * @param seed gives the first weights and every shuffle
 * @param passes over each example
 * @param threads that share a step; their number never changes the weights
 */
public record TrainingDefaults(
        NetworkSpec network,
        Initialisation initialisation,
        Hyperparameters hyperparameters,
        long seed,
        int passes,
        int threads) {
    /**
     * For {@code ./nudge train}, where all examples are there from the beginning. The weights begin as in the third chapter of
     * Nielsen's book, and his tables, beside which README sets its own, are made with 30 epochs. The seed is 1 for no other
     * reason than that whoever never set it gets the same weights as before.
     */
    public static TrainingDefaults offline() {
        return new TrainingDefaults(
                NetworkSpec.seed(), Initialisation.SCALED_NORMAL, Hyperparameters.standard(), 1, 30, 1);
    }

    /**
     * For the trainer, where labels come one after the other. There He's initialisation and 40 passes gave the best held-out
     * accuracy of those that were measured: see {@code docs/adr/parking-by-passes.md}. Initialisation and seed must not change:
     * a trainer refuses to go on with a model whose checkpoints were trained with others.
     */
    public static TrainingDefaults live() {
        return new TrainingDefaults(NetworkSpec.seed(), Initialisation.HE, Hyperparameters.standard(), 2, 40, 1);
    }
}
