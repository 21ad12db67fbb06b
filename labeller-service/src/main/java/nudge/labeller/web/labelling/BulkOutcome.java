package nudge.labeller.web.labelling;

import java.util.List;
import java.util.UUID;

/**
 * What became of a bulk.
 *
 * @param labelled how many were labelled, or lost their label
 * @param position of the last of them in the log; 0 when all were refused
 */
record BulkOutcome(int labelled, long position, List<RefusedLabel> refused) {
    /** @param detail why */
    record RefusedLabel(UUID image, String detail) {}
}
