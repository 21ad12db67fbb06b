/**
 * How far labels, and the people who give them, can be trusted. Pure: no clock, no randomness, no I/O, and nothing but the JDK.
 *
 * <p>Every outcome is the same to the bit on every machine, and does not depend on the order in which labels are added up: what
 * is summed are integers ({@link nudge.quality.FixedPoint}). So a cluster that splits the work gives the same bits.
 *
 * <pre>
 * labels        CrowdLabels       who gave which class to what: a sparse list
 *               Alpha, Kappa      how far people agree
 *               Agreement         the share of trust behind an answer
 * answers       Posterior         of one image, from weighed labels
 *               DawidSkene        of all images at once: CrowdModel (parameters), ExpectedCounts (sums), Estimate
 *               CrowdLab          with the model's view; ActiveLab: which image to label next
 *               ConfidentLearning labels that the model contradicts
 * people        Trust             from gold answers: GoldAnswers, Wilson, ChangePoint
 *               ConfusionMatrix   how somebody labels; ConfusionCounts finds what they confuse
 *               Pace, OddAnswers, RubberStamping    what is worth a look
 * policy        Policy            Solo, or Crowd with its settings
 *               Settlement        what an image's labels come to
 * </pre>
 *
 * {@link nudge.quality.simulation} lets simulated people work under a policy, and says beforehand what one costs.
 */
@NullMarked
package nudge.quality;

import org.jspecify.annotations.NullMarked;
