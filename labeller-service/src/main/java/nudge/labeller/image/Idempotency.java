package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.log.Columns;
import org.jspecify.annotations.Nullable;

/** The answers that idempotency keys have got: those of this transaction's requests. */
public final class Idempotency {
    private final Map<Key, Answer> known;
    private final Map<Key, Answer> fresh = new LinkedHashMap<>();

    /** A key is its actor's own. */
    public record Key(UUID actor, String key) {}

    /** @param request the request's fingerprint */
    public record Answer(byte[] request, Receipt receipt) {}

    /** @param known the answers that are stored */
    public Idempotency(Map<Key, Answer> known) {
        this.known = Map.copyOf(known);
    }

    static Idempotency load(Connection connection, List<ImageRequest> requests) throws SQLException {
        List<ImageRequest> keyed =
                requests.stream().filter(request -> request.key() != null).toList();
        Map<Key, Answer> known = new HashMap<>();
        if (keyed.isEmpty()) {
            return new Idempotency(known);
        }
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT actor, key, request, version, position, image FROM idempotency
                WHERE (actor, key) IN (SELECT * FROM unnest(?::uuid[], ?::text[]))""")) {
            new Columns<>(select, keyed)
                    .add("uuid", UUID[]::new, ImageRequest::actor)
                    .add("text", String[]::new, ImageRequest::key);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.put(
                            new Key(row.getObject(1, UUID.class), row.getString(2)),
                            new Answer(
                                    row.getBytes(3),
                                    new Receipt(row.getObject(6, UUID.class), row.getInt(4), row.getLong(5))));
                }
            }
        }
        return new Idempotency(known);
    }

    /** @throws RefusedException when the key was used for another request */
    @Nullable
    Receipt find(ImageRequest request) {
        if (request.key() == null) {
            return null;
        }
        Answer answer = fresh.getOrDefault(key(request), known.get(key(request)));
        if (answer == null) {
            return null;
        }
        if (!Arrays.equals(answer.request(), request.fingerprint())) {
            throw new RefusedException(
                    Reason.KEY_REUSED,
                    "the idempotency key " + request.key()
                            + " was used for another request: make a new key for each label");
        }
        return answer.receipt();
    }

    void add(ImageRequest request, Receipt receipt) {
        if (request.key() != null) {
            fresh.put(key(request), new Answer(request.fingerprint(), receipt));
        }
    }

    /** The answers that are new, to be stored with the events. */
    public Map<Key, Answer> fresh() {
        return fresh;
    }

    void store(Connection connection) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO idempotency (actor, key, request, image, version, position)
                SELECT * FROM unnest(?::uuid[], ?::text[], ?::bytea[], ?::uuid[], ?::int[], ?::bigint[])""")) {
            new Columns<>(insert, List.copyOf(fresh.entrySet()))
                    .add("uuid", UUID[]::new, row -> row.getKey().actor())
                    .add("text", String[]::new, row -> row.getKey().key())
                    .add("bytea", byte[][]::new, row -> row.getValue().request())
                    .add("uuid", UUID[]::new, row -> row.getValue().receipt().image())
                    .add("int", Integer[]::new, row -> row.getValue().receipt().version())
                    .add("bigint", Long[]::new, row -> row.getValue().receipt().position());
            insert.executeUpdate();
        }
    }

    private static Key key(ImageRequest request) {
        return new Key(request.actor(), Objects.requireNonNull(request.key(), "expected a request with a key"));
    }
}
