/**
 * Learning from label records: the same records and steps in the same order give the same weights, to the bit, whatever the
 * time, the machine, the number of threads and the memory. No Kafka client, no database, no framework.
 *
 * <p>Public: {@link nudge.learning.Learner}, which learns from a log of labels; {@link nudge.learning.OfflineTraining},
 * which learns from examples that are all there; {@link nudge.learning.Accuracy}, which makes accuracy events;
 * {@link nudge.learning.ChampionDecisions}, which makes those of champions. A map of what lies behind {@code Learner}:
 *
 * <pre>
 * LabelRecord -> Learner.fold -> Examples     images to learn from, by number
 *                                  ImageIndex   image id -> number
 *                                  Labels       number -> latest label
 *                                  PixelFile    pixels beyond the memory that is allowed
 *                             -> HeldOutSet   images to measure on, never learned from
 *                                  ImageIndex, Labels
 *                                  AnchorAnswers   of the network that checkpoints are compared with
 * Learner.step -> MiniBatchSampler            numbers of the next mini-batch: new labels, then replayed ones
 *                   IntQueue                    new labels that wait
 *                   Permutation                 the shuffle of an epoch
 *              -> Examples -> network.Sgd     the step itself
 *              -> PrequentialAccuracy         predict first, then learn
 * </pre>
 */
@NullMarked
package nudge.learning;

import org.jspecify.annotations.NullMarked;
