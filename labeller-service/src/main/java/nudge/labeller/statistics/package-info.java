/**
 * What the labels in the log say of the people who gave them, and of each other. {@link LabelHistory} keeps them in memory; the
 * others make figures of them, by the formulas of {@link nudge.quality}. Writes nothing.
 */
@NullMarked
package nudge.labeller.statistics;

import org.jspecify.annotations.NullMarked;
