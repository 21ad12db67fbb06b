package nudge.labeller.image;

import java.util.UUID;

/**
 * A request is carried out, and durable.
 *
 * @param version of the image now
 * @param position of the request's last event in the log
 */
public record Receipt(UUID image, int version, long position) {}
