package nudge.labeller.image;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answers that idempotency keys have got: those of this transaction's requests. */
final class Idempotency {
    private final Map<Key, Answer> known = new HashMap<>();
    private final List<Map.Entry<Key, Answer>> fresh = new ArrayList<>();

    private record Key(UUID actor, String key) {}

    private record Answer(byte[] request, Receipt receipt) {}

    private Idempotency() {}

    static Idempotency load(Connection connection, List<ImageRequest> requests) throws SQLException {
        Idempotency idempotency = new Idempotency();
        List<ImageRequest> keyed =
                requests.stream().filter(request -> request.key() != null).toList();
        if (keyed.isEmpty()) {
            return idempotency;
        }
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT actor, key, request, version, position, image FROM idempotency
                WHERE (actor, key) IN (SELECT * FROM unnest(?::uuid[], ?::text[]))""")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", keyed.stream().map(ImageRequest::actor).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", keyed.stream().map(ImageRequest::key).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    idempotency.known.put(
                            new Key(row.getObject(1, UUID.class), row.getString(2)),
                            new Answer(
                                    row.getBytes(3),
                                    new Receipt(row.getObject(6, UUID.class), row.getInt(4), row.getLong(5))));
                }
            }
        }
        return idempotency;
    }

    /** @throws RefusedException when the key was used for another request */
    @Nullable
    Receipt find(ImageRequest request) {
        if (request.key() == null) {
            return null;
        }
        Answer answer = known.get(key(request));
        if (answer == null) {
            return null;
        }
        if (!Arrays.equals(answer.request(), request.fingerprint())) {
            throw ImageTransaction.keyReused(request.key());
        }
        return answer.receipt();
    }

    void add(ImageRequest request, Receipt receipt) {
        if (request.key() != null) {
            Answer answer = new Answer(request.fingerprint(), receipt);
            known.put(key(request), answer);
            fresh.add(Map.entry(key(request), answer));
        }
    }

    void store(Connection connection) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO idempotency (actor, key, request, image, version, position) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (var entry : fresh) {
                insert.setObject(1, entry.getKey().actor());
                insert.setString(2, entry.getKey().key());
                insert.setBytes(3, entry.getValue().request());
                insert.setObject(4, entry.getValue().receipt().image());
                insert.setInt(5, entry.getValue().receipt().version());
                insert.setLong(6, entry.getValue().receipt().position());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Key key(ImageRequest request) {
        if (request.key() == null) {
            throw new IllegalArgumentException("expected a request with a key");
        }
        return new Key(request.actor(), request.key());
    }
}
