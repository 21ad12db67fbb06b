package nudge.labeller.model;

import nudge.network.Network;

/**
 * A network at some step of its training.
 *
 * @param checkpoint its id; empty at step 0, where the weights are those of the training's seed
 * @param step mini-batches that it has learned from
 * @param network that nobody changes
 */
public record NetworkOfStep(String checkpoint, long step, Network network) {}
