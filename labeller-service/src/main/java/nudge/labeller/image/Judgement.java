package nudge.labeller.image;

import java.util.UUID;
import nudge.labeller.quality.QualityState;

/**
 * What a decision about an image rests on beside the image itself.
 *
 * @param next the position that the decision's first event will have
 */
public record Judgement(UUID image, QualityState quality, long next) {
    boolean crowd() {
        return quality.crowd();
    }

    /** The position of the policy's event. */
    long policy() {
        return quality.general().policyPosition();
    }

    long estimate() {
        return quality.general().estimate();
    }
}
