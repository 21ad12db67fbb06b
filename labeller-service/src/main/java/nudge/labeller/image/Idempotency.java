package nudge.labeller.image;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.log.Statements;
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

    /** Asks for the stored answers to the requests' keys. */
    static void load(Statements queries, List<ImageRequest> requests, Map<Key, Answer> found) throws SQLException {
        List<ImageRequest> keyed =
                requests.stream().filter(request -> request.key() != null).toList();
        if (keyed.isEmpty()) {
            return;
        }
        queries.query(
                row -> {
                    while (row.next()) {
                        found.put(
                                new Key(row.getObject(1, UUID.class), row.getString(2)),
                                new Answer(
                                        row.getBytes(3),
                                        new Receipt(row.getObject(6, UUID.class), row.getInt(4), row.getLong(5))));
                    }
                },
                """
                SELECT actor, key, request, version, position, image
                FROM unnest(?::uuid[], ?::text[]) AS asked (asker, asked)
                CROSS JOIN LATERAL (
                    SELECT * FROM idempotency WHERE actor = asker AND key = asked OFFSET 0) AS answer""",
                queries.column("uuid", keyed, UUID[]::new, ImageRequest::actor),
                queries.column("text", keyed, String[]::new, ImageRequest::key));
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

    void store(Statements changes) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        List<Map.Entry<Key, Answer>> rows = List.copyOf(fresh.entrySet());
        changes.add(
                """
                INSERT INTO idempotency (actor, key, request, image, version, position)
                SELECT * FROM unnest(?::uuid[], ?::text[], ?::bytea[], ?::uuid[], ?::int[], ?::bigint[])""",
                changes.column("uuid", rows, UUID[]::new, row -> row.getKey().actor()),
                changes.column("text", rows, String[]::new, row -> row.getKey().key()),
                changes.column(
                        "bytea", rows, byte[][]::new, row -> row.getValue().request()),
                changes.column(
                        "uuid",
                        rows,
                        UUID[]::new,
                        row -> row.getValue().receipt().image()),
                changes.column(
                        "int",
                        rows,
                        Integer[]::new,
                        row -> row.getValue().receipt().version()),
                changes.column(
                        "bigint",
                        rows,
                        Long[]::new,
                        row -> row.getValue().receipt().position()));
    }

    private static Key key(ImageRequest request) {
        return new Key(request.actor(), Objects.requireNonNull(request.key(), "expected a request with a key"));
    }
}
