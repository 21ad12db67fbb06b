package nudge.labeller.image;

import java.util.UUID;
import nudge.labeller.quality.QualityCommand;

/**
 * Somebody's decision about the quality of labels. Its receipt names no image but {@link #NO_IMAGE}; the position is that of its
 * last event, or that of the log when nothing followed.
 */
public record QualityRequest(UUID actor, QualityCommand command) implements LogRequest {
    public static final UUID NO_IMAGE = new UUID(0, 0);
}
