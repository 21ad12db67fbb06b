package nudge.labeller.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tamper evidence: each event's digest is the SHA-256 of its predecessor's digest and its own content. Whoever changes,
 * drops or swaps an event must change every digest behind it.
 */
public final class HashChain {
    /** The predecessor's digest of the first event. */
    public static final byte[] GENESIS = new byte[32];

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private HashChain() {}

    /**
     * SHA-256 over: the predecessor's digest (32 bytes), position (8), event id (16), stream (16), version (4), type and a
     * zero byte, schema (2), actor (16), microseconds since 1970 (8), the data as JSON with sorted keys and no white space.
     * Integers are big-endian, texts UTF-8.
     */
    public static byte[] digest(byte[] predecessor, StoredEvent event) {
        return digest(predecessor, event, canonical(event.data()));
    }

    /** @param data the event's as JSON with sorted keys and no white space */
    static byte[] digest(byte[] predecessor, StoredEvent event, byte[] data) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(predecessor);
            ByteBuffer fixed = ByteBuffer.allocate(8 + 16 + 16 + 4);
            fixed.putLong(event.position());
            put(fixed, event.id());
            put(fixed, event.stream());
            fixed.putInt(event.version());
            sha256.update(fixed.array());
            sha256.update(event.type().getBytes(StandardCharsets.UTF_8));
            ByteBuffer rest = ByteBuffer.allocate(1 + 2 + 16 + 8);
            rest.put((byte) 0).putShort((short) event.schema());
            put(rest, event.actor());
            rest.putLong(ChronoUnit.MICROS.between(java.time.Instant.EPOCH, event.at()));
            sha256.update(rest.array());
            return sha256.digest(data);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void put(ByteBuffer buffer, UUID uuid) {
        buffer.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    /** JSON with sorted keys and no white space. */
    public static byte[] canonical(String json) {
        return CANONICAL.writeValueAsBytes(CANONICAL.readValue(json, Object.class));
    }
}
