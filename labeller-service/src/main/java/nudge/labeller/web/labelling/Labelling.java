package nudge.labeller.web.labelling;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.http.IdempotencyKey;
import nudge.labeller.web.labelling.BulkBody.BulkLabel;
import org.jspecify.annotations.Nullable;

/** Carries out what actors decide about images. Whatever is answered is durable. */
final class Labelling {
    private final GroupCommit<LogRequest, Receipt> log;
    private final Blindness blindness;

    Labelling(GroupCommit<LogRequest, Receipt> log, Blindness blindness) {
        this.log = log;
        this.blindness = blindness;
    }

    /**
     * Carries out one decision.
     *
     * @param expected the version that the actor saw, or null when they do not say
     * @throws RefusedException when the image's state does not allow it
     */
    Receipt decide(
            Actor actor, @Nullable IdempotencyKey key, UUID image, @Nullable Integer expected, ImageCommand command) {
        return blindness.receipt(
                actor,
                GroupCommit.durable(log.submit(
                        new ImageRequest(actor.id(), key == null ? null : key.value(), image, expected, command))));
    }

    /** Carries out all of them in one transaction; one that is refused does not hold up the others. */
    BulkOutcome decideAll(Actor actor, @Nullable IdempotencyKey key, List<BulkLabel> labels) {
        List<CompletableFuture<Receipt>> receipts = log.submitAll(labels.stream()
                .map(label -> new ImageRequest(
                        actor.id(),
                        key == null ? null : key.of(label.image()),
                        label.image(),
                        label.version(),
                        label.command()))
                .toList());
        long position = 0;
        List<BulkOutcome.RefusedLabel> refused = new ArrayList<>();
        for (int i = 0; i < receipts.size(); i++) {
            try {
                Receipt receipt = blindness.receipt(actor, GroupCommit.durable(receipts.get(i)));
                position = Math.max(position, receipt.position());
            } catch (RefusedException refusal) {
                refused.add(new BulkOutcome.RefusedLabel(labels.get(i).image(), refusal.getMessage()));
            }
        }
        return new BulkOutcome(labels.size() - refused.size(), position, refused);
    }
}
