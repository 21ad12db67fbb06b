package nudge.labeller.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.image.Pixels;
import nudge.labeller.log.HashChain;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.jspecify.annotations.Nullable;

/** Walks the log from its first event to its head. */
final class LogAudit {
    private static final int FETCH = 2_000;

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

    private LogAudit() {}

    /** Within the caller's transaction. */
    static Result walk(Connection connection) throws SQLException {
        LogAudit audit = new LogAudit();
        Log.Head head = Log.head(connection);
        Finding finding = audit.events(connection);
        if (finding == null) {
            finding = audit.end(connection, head);
        }
        return new Result(head, audit.last, audit.versions.size(), audit.images, finding);
    }

    private @Nullable Finding events(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT position, event_id, stream, version, type, schema, actor, at, data, event.digest,
                    image.sha256, image.pixels
                FROM event LEFT JOIN image ON type = 'image.added' AND image.id = stream ORDER BY position""")) {
            select.setFetchSize(FETCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    StoredEvent event = Log.event(row);
                    String wrong = check(event, row);
                    if (wrong != null) {
                        return new Finding(Math.min(event.position(), last + 1), wrong);
                    }
                    last = event.position();
                }
            }
        }
        return null;
    }

    private @Nullable String check(StoredEvent event, ResultSet row) throws SQLException {
        if (event.position() != last + 1) {
            return "expected the event " + (last + 1) + ", got " + event.position() + ": events are missing";
        }
        int expected = versions.merge(event.stream(), 1, Integer::sum);
        if (event.version() != expected) {
            return "expected version " + expected + " of the stream " + event.stream() + ", got " + event.version();
        }
        digest = HashChain.digest(digest, event);
        if (!Arrays.equals(digest, row.getBytes(10))) {
            return "expected the digest " + hex(digest) + " of predecessor and content, got " + hex(row.getBytes(10))
                    + ": the event or one before it was changed";
        }
        try {
            return ImageEventJson.read(event) instanceof ImageAdded added ? pixels(added, row) : null;
        } catch (IllegalStateException unknown) {
            return unknown.getMessage();
        }
    }

    private @Nullable String pixels(ImageAdded added, ResultSet row) throws SQLException {
        byte[] pixels = row.getBytes(12);
        if (pixels == null) {
            return "expected the pixels of the image that was added, found none";
        }
        images++;
        String sha256 = Pixels.of(pixels).sha256Hex();
        if (!sha256.equals(added.sha256())) {
            return "expected pixels with the digest " + added.sha256() + ", got " + sha256;
        }
        return sha256.equals(hex(row.getBytes(11)))
                ? null
                : "expected the image's digest " + sha256 + ", got " + hex(row.getBytes(11));
    }

    private @Nullable Finding end(Connection connection, Log.Head head) throws SQLException {
        if (head.position() != last || !Arrays.equals(head.digest(), digest)) {
            return new Finding(
                    Math.min(head.position(), last) + 1,
                    "expected the log to end at " + head.position() + " with the digest " + hex(head.digest())
                            + ", but its last event is " + last + " with " + hex(digest));
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM image");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1) == images
                    ? null
                    : new Finding(last, "expected " + images + " images, as many as were added, got " + row.getLong(1));
        }
    }

    private static String hex(byte @Nullable [] digest) {
        return digest == null ? "none" : HexFormat.of().formatHex(digest);
    }
}
