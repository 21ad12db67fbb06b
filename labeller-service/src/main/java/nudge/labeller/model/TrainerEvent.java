package nudge.labeller.model;

import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;

/** What the trainer has published, with the offset of the record in its topic. */
public sealed interface TrainerEvent {
    long offset();

    record Checkpoint(CheckpointPublished published, long offset) implements TrainerEvent {}

    record Accuracy(AccuracyMeasured measured, long offset) implements TrainerEvent {}
}
