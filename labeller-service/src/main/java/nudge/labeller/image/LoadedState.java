package nudge.labeller.image;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.database.ColumnType;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.image.Idempotency.Answer;
import nudge.labeller.image.Idempotency.Key;
import nudge.labeller.log.Log;

/**
 * What requests are decided on, read under the lock on the head.
 *
 * @param images the states of those images that there are
 * @param answers what the requests' keys have got already
 */
record LoadedState(Log.Head head, Map<UUID, Image> images, Map<Key, Answer> answers) {
    private static final String STATES_AND_ANSWERS = SqlFile.read(LoadedState.class, "find-states-and-answers");

    static LoadedState of(Connection connection, List<ImageRequest> requests) throws SQLException {
        Log.Head[] head = new Log.Head[1];
        Map<UUID, Image> images = new HashMap<>();
        Map<Key, Answer> answers = new HashMap<>();
        StatementPipeline queries = new StatementPipeline(connection);
        Log.lockHead(queries, found -> head[0] = found);
        queries.query(STATES_AND_ANSWERS, rows -> {
                    while (rows.next()) {
                        add(rows, requests.get(rows.getInt("number") - 1), images, answers);
                    }
                })
                .bindColumn("images", ColumnType.UUID, requests, ImageRequest::image)
                .bindColumn("actors", ColumnType.UUID, requests, ImageRequest::actor)
                .bindColumn("keys", ColumnType.TEXT, requests, ImageRequest::key)
                .bindColumn("keyless", ColumnType.INT, requests, LoadedState::keyless)
                .execute();
        return new LoadedState(head[0], images, answers);
    }

    private static void add(ResultSet row, ImageRequest request, Map<UUID, Image> images, Map<Key, Answer> answers)
            throws SQLException {
        if (!images.containsKey(request.image())) {
            images.put(request.image(), ImageProjections.image(row));
        }
        boolean putAside = images.get(request.image()).putAside();
        byte[] asked = row.getBytes("answer_request");
        if (asked != null) {
            Receipt receipt = new Receipt(
                    request.image(), row.getInt("answer_version"), row.getLong("answer_position"), putAside);
            answers.put(Idempotency.key(request), new Answer(asked, receipt));
        }
    }

    /** So many first events of the image have no key of such a request: before it was added, it got no other. */
    private static int keyless(ImageRequest request) {
        return request.command() instanceof ImageCommand.Add ? 0 : 1;
    }
}
