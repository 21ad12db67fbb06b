package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.image.Idempotency.Answer;
import nudge.labeller.image.Idempotency.Key;
import nudge.labeller.log.Log;
import nudge.labeller.log.Statements;

/**
 * What requests are decided on, read under the lock on the head.
 *
 * @param images the states of those images that there are
 * @param answers what the requests' keys have got already
 */
record LoadedState(Log.Head head, Map<UUID, Image> images, Map<Key, Answer> answers) {
    /**
     * A key is looked for among its image's events: most images have few, and a new one has none that a label's key could
     * stand in. Streams that have become long have an index of their keys.
     */
    private static final String QUERY = """
            SELECT image, image_state.version, split, rejected, digit, labels, skips, number,
                answer.request, answer.version, answer.position
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::int[]) WITH ORDINALITY
                AS asked (asked_image, asker, asked_key, keyless, number)
            JOIN image_state ON image = asked_image
            LEFT JOIN LATERAL (
                SELECT event.request, event.version, event.position FROM event
                WHERE image_state.version > keyless AND stream = asked_image
                    AND event.version > keyless AND event.version <= 100 AND key = asked_key AND actor = asker
                UNION ALL
                SELECT event.request, event.version, event.position FROM event
                WHERE image_state.version > 100 AND stream = asked_image AND event.version > 100
                    AND key = asked_key AND actor = asker) AS answer ON true""";

    static LoadedState of(Connection connection, List<ImageRequest> requests) throws SQLException {
        Log.Head[] head = new Log.Head[1];
        Map<UUID, Image> images = new HashMap<>();
        Map<Key, Answer> answers = new HashMap<>();
        Statements queries = new Statements(connection);
        Log.lockHead(queries, found -> head[0] = found);
        queries.query(
                row -> {
                    while (row.next()) {
                        ImageRequest request = requests.get(row.getInt(8) - 1);
                        if (!images.containsKey(request.image())) {
                            images.put(request.image(), ImageProjections.image(row));
                        }
                        byte[] asked = row.getBytes(9);
                        if (asked != null) {
                            answers.put(
                                    Idempotency.key(request),
                                    new Answer(asked, new Receipt(request.image(), row.getInt(10), row.getLong(11))));
                        }
                    }
                },
                QUERY,
                queries.column("uuid", requests, UUID[]::new, ImageRequest::image),
                queries.column("uuid", requests, UUID[]::new, ImageRequest::actor),
                queries.column("text", requests, String[]::new, ImageRequest::key),
                queries.column("int", requests, Integer[]::new, LoadedState::keyless));
        queries.execute();
        return new LoadedState(head[0], images, answers);
    }

    /** So many first events of the image have no key of such a request: before it was added, it got no other. */
    private static int keyless(ImageRequest request) {
        return request.command() instanceof ImageCommand.Add ? 0 : 1;
    }
}
