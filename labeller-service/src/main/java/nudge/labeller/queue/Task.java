package nudge.labeller.queue;

import java.time.Instant;
import java.util.UUID;

/**
 * An image handed out to be labelled. Leased, not locked: when the lease expires, somebody else gets it.
 *
 * @param version the version that a label of it expects
 * @param pixels 784 bytes
 */
public record Task(UUID image, int version, Instant expires, byte[] pixels) {}
