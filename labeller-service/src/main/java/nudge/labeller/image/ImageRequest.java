package nudge.labeller.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.LeaveOut;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.RetractRejection;
import nudge.labeller.image.ImageCommand.RetractSkip;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageCommand.TakeIn;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's command to an image.
 *
 * @param key idempotency key: the same request with the same key is carried out once; null for none
 * @param expected the version that the actor saw, or null
 */
public record ImageRequest(
        UUID actor,
        @Nullable String key,
        UUID image,
        @Nullable Integer expected,
        ImageCommand command) implements LogRequest {
    ImageRequest with(ImageCommand other) {
        return new ImageRequest(actor, key, image, expected, other);
    }

    /** What stored requests are compared by: SHA-256 of everything but actor and key. */
    byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((image + "|" + expected + "|" + text()).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Stored fingerprints are made of it: it never changes, whatever the classes are called. */
    private String text() {
        if (command instanceof Add add) {
            return "add|" + add.split().wire() + "|" + add.digit().orElse(-1) + "|" + add.source();
        }
        if (command instanceof GiveLabel label) {
            ImageEvent.Suggested suggested = label.suggested();
            return "label|" + label.digit() + "|" + label.elapsedMs()
                    + (suggested == null
                            ? ""
                            : "|" + suggested.digit() + "|" + suggested.confidence() + "|" + suggested.checkpoint());
        }
        if (command instanceof RetractLabel) {
            return "retract label";
        }
        if (command instanceof Skip) {
            return "skip";
        }
        if (command instanceof RetractSkip) {
            return "retract skip";
        }
        if (command instanceof Reject) {
            return "reject";
        }
        if (command instanceof RetractRejection) {
            return "retract rejection";
        }
        if (command instanceof TakeIn) {
            return "take in";
        }
        if (command instanceof LeaveOut) {
            return "leave out";
        }
        if (command instanceof ImageCommand.Reconsider) {
            return "reconsider";
        }
        if (command instanceof ImageCommand.Adjudicate adjudicate) {
            return "adjudicate|" + adjudicate.digit() + "|" + adjudicate.comment();
        }
        if (command instanceof ImageCommand.RetractAdjudication) {
            return "retract adjudication";
        }
        if (command instanceof ImageCommand.AskReview ask) {
            return "ask review|" + ask.reason().wire() + "|" + ask.score();
        }
        throw new IllegalStateException("expected a command that has a fingerprint, got " + command);
    }
}
