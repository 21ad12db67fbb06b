package nudge.labeller.model;

import nudge.events.CheckpointPublished.Training;
import nudge.network.Activation;
import nudge.network.Cost;
import nudge.network.Initialisation;
import nudge.network.Network;
import nudge.network.NetworkSpec;

/** The network with which a training began: a function of its shape and its seed, so that nobody has to keep it. */
public final class FirstWeights {
    private FirstWeights() {}

    /**
     * The network before its first step.
     *
     * @throws IllegalArgumentException when the training names a shape that this version does not know
     */
    public static NetworkOfStep of(Training training) {
        NetworkSpec spec = new NetworkSpec(
                training.sizes(), Activation.valueOf(training.activation()), Cost.valueOf(training.cost()));
        Initialisation initialisation = Initialisation.valueOf(training.initialisation());
        return new NetworkOfStep("", 0, Network.initialised(spec, initialisation, training.seed()));
    }
}
