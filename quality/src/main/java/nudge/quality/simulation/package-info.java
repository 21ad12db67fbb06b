/**
 * People who label as one says: to try policies out, and to see that what is known of people is recovered from their labels.
 * {@link nudge.quality.simulation.SimulatedCrowd} says what each answers, {@link nudge.quality.simulation.CrowdSimulation} lets
 * them work under a policy, {@link nudge.quality.simulation.CostPreview} says what a policy would cost.
 */
@NullMarked
package nudge.quality.simulation;

import org.jspecify.annotations.NullMarked;
