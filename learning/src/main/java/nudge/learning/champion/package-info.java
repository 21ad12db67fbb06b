/**
 * Which checkpoints become the champion: a pure function of how checkpoint and anchor answer the same held-out images.
 *
 * <pre>
 * PairedAnswers -> NoHarm     the rule, with all its numbers
 *                    Binomial   tails of the binomial distribution, and the bound of a share
 * </pre>
 *
 * <p>Decisions are derived again by whoever reads the log, so they are the same bits on every JDK from 17 on: counts are compared as
 * whole numbers, and what is computed rests on {@code +}, {@code -}, {@code *}, {@code /} and the square root alone, which IEEE 754
 * fixes; exponentials and logarithms are those of the library's {@code FastMath}, which is made of these, and never the JDK's, whose
 * last bits differ between machines.
 */
@NullMarked
package nudge.learning.champion;

import org.jspecify.annotations.NullMarked;
