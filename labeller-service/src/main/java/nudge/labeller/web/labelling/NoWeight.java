package nudge.labeller.web.labelling;

import nudge.labeller.access.Actor;
import nudge.labeller.quality.QualityState;
import nudge.labeller.statistics.StoppedAnnotators;
import nudge.labeller.web.http.BadRequestException;
import org.springframework.http.HttpStatus;

/** Hands no image to people whose labels have no weight: whatever they did with it would be in vain. */
final class NoWeight {
    private final StoppedAnnotators stopped;

    NoWeight(StoppedAnnotators stopped) {
        this.stopped = stopped;
    }

    /** @throws BadRequestException when the actor gets no images; it says what to do */
    void check(Actor actor, QualityState now) {
        if (stopped.stops(actor.id(), now)) {
            throw new BadRequestException(
                    HttpStatus.FORBIDDEN,
                    "expected somebody whose labels count, but yours have no weight at present, so there is no image for you:"
                            + " ask a reviewer to look at your labels; they can let them count again");
        }
    }
}
