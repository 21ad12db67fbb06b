package nudge.labeller.image;

import java.util.OptionalInt;
import nudge.events.Split;
import org.jspecify.annotations.Nullable;

/** What somebody wants to do with an image. */
public sealed interface ImageCommand {
    /** @param digit what the image shows, when it comes with a label that is beyond question */
    record Add(Pixels pixels, Split split, OptionalInt digit, String source) implements ImageCommand {}

    record GiveLabel(int digit, @Nullable Integer elapsedMs, ImageEvent.@Nullable Suggested suggested)
            implements ImageCommand {
        public GiveLabel {
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("expected a digit from 0 to 9, got " + digit);
            }
        }
    }

    record RetractLabel() implements ImageCommand {}

    record Skip() implements ImageCommand {}

    record RetractSkip() implements ImageCommand {}

    record Reject() implements ImageCommand {}

    record RetractRejection() implements ImageCommand {}
}
