package nudge.labeller.audit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.database.SqlFile;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.KnownEvents;
import nudge.labeller.image.Pixels;
import nudge.labeller.log.HashChain;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/** Walks the log from its first event to its head. */
final class LogAudit {
    private static final int FETCH = 2_000;
    private static final String EVENTS = SqlFile.read(LogAudit.class, "find-events-and-pixels");
    private static final RowMapper<Stored> STORED_ROW = ConstructorMapper.of(Stored.class);

    private final Map<UUID, Integer> versions = new HashMap<>();
    private byte[] digest = HashChain.GENESIS;
    private long last;
    private long images;

    /**
     * What the log holds.
     *
     * @param finding the first thing that does not hold, or null; nothing behind it is counted
     */
    record Result(
            Log.Head head,
            long events,
            long streams,
            long images,
            @Nullable Finding finding) {}

    /** An event with its digest and, where it adds an image, the image's digest and pixels. */
    private record Stored(
            @Nested StoredEvent event, byte[] digest, byte @Nullable [] sha256, byte @Nullable [] pixels) {}

    private LogAudit() {}

    /** Within the caller's transaction. */
    static Result walk(Handle handle) {
        LogAudit audit = new LogAudit();
        Log.Head head = Log.head(handle);
        Finding finding = audit.events(handle);
        if (finding == null) {
            finding = audit.end(handle, head);
        }
        return new Result(head, audit.last, audit.versions.size(), audit.images, finding);
    }

    private @Nullable Finding events(Handle handle) {
        try (ResultIterator<Stored> rows =
                handle.createQuery(EVENTS).setFetchSize(FETCH).map(STORED_ROW).iterator()) {
            while (rows.hasNext()) {
                Stored stored = rows.next();
                String wrong = check(stored);
                if (wrong != null) {
                    return new Finding(Math.min(stored.event().position(), last + 1), wrong);
                }
                last = stored.event().position();
            }
        }
        return null;
    }

    private @Nullable String check(Stored stored) {
        StoredEvent event = stored.event();
        if (event.position() != last + 1) {
            return "expected the event " + (last + 1) + ", got " + event.position() + ": events are missing";
        }
        int expected = versions.merge(event.stream(), 1, Integer::sum);
        if (event.version() != expected) {
            return "expected version " + expected + " of the stream " + event.stream() + ", got " + event.version();
        }
        digest = HashChain.digest(digest, event);
        if (!Arrays.equals(digest, stored.digest())) {
            return "expected the digest " + hex(digest) + " of predecessor and content, got " + hex(stored.digest())
                    + ": the event or one before it was changed";
        }
        try {
            String sha256 = addedPixels(KnownEvents.ALL.read(event));
            return sha256 == null ? null : pixels(sha256, stored);
        } catch (IllegalStateException unknown) {
            return unknown.getMessage();
        }
    }

    /** The digest of the pixels that an event adds, or null when it adds none. */
    private static @Nullable String addedPixels(Object event) {
        if (event instanceof ImageAdded added) {
            return added.sha256();
        }
        return event instanceof ImagePutAside added ? added.sha256() : null;
    }

    private @Nullable String pixels(String expected, Stored stored) {
        byte[] pixels = stored.pixels();
        if (pixels == null) {
            return "expected the pixels of the image that was added, found none";
        }
        images++;
        String sha256 = Pixels.of(pixels).sha256Hex();
        if (!sha256.equals(expected)) {
            return "expected pixels with the digest " + expected + ", got " + sha256;
        }
        return sha256.equals(hex(stored.sha256()))
                ? null
                : "expected the image's digest " + sha256 + ", got " + hex(stored.sha256());
    }

    private @Nullable Finding end(Handle handle, Log.Head head) {
        if (head.position() != last || !Arrays.equals(head.digest(), digest)) {
            return new Finding(
                    Math.min(head.position(), last) + 1,
                    "expected the log to end at " + head.position() + " with the digest " + hex(head.digest())
                            + ", but its last event is " + last + " with " + hex(digest));
        }
        long stored =
                handle.select("SELECT count(*) FROM image").mapTo(Long.class).one();
        return stored == images
                ? null
                : new Finding(last, "expected " + images + " images, as many as were added, got " + stored);
    }

    private static String hex(byte @Nullable [] digest) {
        return digest == null ? "none" : HexFormat.of().formatHex(digest);
    }
}
