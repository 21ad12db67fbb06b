/**
 * When the trainer folds, takes steps and publishes: {@link nudge.trainer.schedule.RoundSchedule} decides by a
 * {@link nudge.trainer.schedule.Progress}; {@link nudge.trainer.schedule.LiveSchedule} is the schedule of the service. Knows
 * the JDK alone.
 */
@NullMarked
package nudge.trainer.schedule;

import org.jspecify.annotations.NullMarked;
