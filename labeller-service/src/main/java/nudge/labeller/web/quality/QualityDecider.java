package nudge.labeller.web.quality;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import nudge.labeller.access.Actor;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.quality.QualityCommand;

/** Carries out what people decide about the quality of labels. Whatever is answered is durable. */
final class QualityDecider {
    private final GroupCommit<LogRequest, Receipt> log;

    QualityDecider(GroupCommit<LogRequest, Receipt> log) {
        this.log = log;
    }

    /** @param position of the decision in the log */
    record Decided(long position) {}

    /** @throws nudge.labeller.image.RefusedException when the state does not allow it */
    Decided decide(Actor actor, QualityCommand command) {
        return decide(List.of(new QualityRequest(actor.id(), command)));
    }

    /** Carries out those that the state allows, and does not tell which these were. */
    Decided tell(List<LogRequest> requests) {
        for (CompletableFuture<Receipt> answer : log.submitAll(requests)) {
            try {
                GroupCommit.durable(answer);
            } catch (RefusedException refused) {
                // Nobody hears which.
            }
        }
        return new Decided(0);
    }

    /** All of them share a transaction; the first one that is refused is thrown, and the others are carried out. */
    Decided decide(List<LogRequest> requests) {
        long position = 0;
        for (CompletableFuture<Receipt> answer : log.submitAll(requests)) {
            position = Math.max(position, GroupCommit.durable(answer).position());
        }
        return new Decided(position);
    }
}
