package nudge.labeller.image;

import java.util.UUID;

/** What the log's writer is asked for. */
public sealed interface LogRequest permits ImageRequest, QualityRequest {
    /** Who asks. */
    UUID actor();
}
