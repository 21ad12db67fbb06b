package nudge.labeller.image;

import java.util.UUID;

/**
 * A request is carried out, and durable.
 *
 * @param version of the image now
 * @param position of the request's last event in the log
 * @param putAside whether the image is put aside: a label of it counts when it is taken in
 */
public record Receipt(UUID image, int version, long position, boolean putAside) {}
