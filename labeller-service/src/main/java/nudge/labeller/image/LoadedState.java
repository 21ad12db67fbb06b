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
import nudge.labeller.image.RequestBatch.Handing;
import nudge.labeller.log.Log;
import nudge.labeller.quality.QualityProjections;
import nudge.labeller.quality.QualityState;

/**
 * What requests are decided on, read under the lock on the head.
 *
 * @param images the states of those images that there are
 * @param answers what the requests' keys have got already
 * @param quality the policy, and what is known of annotators and of gold
 * @param handed why images were handed out, under the policy crowd
 */
record LoadedState(
        Log.Head head,
        Map<UUID, Image> images,
        Map<Key, Answer> answers,
        QualityState quality,
        Map<Handing, HandedOut> handed) {
    private static final String STATES_AND_ANSWERS = SqlFile.read(LoadedState.class, "find-states-and-answers");
    private static final String HANDED_OUT = SqlFile.read(LoadedState.class, "find-handed-out");
    private static final String FORGET_HANDED_OUT = SqlFile.read(LoadedState.class, "delete-handed-out");

    /** @param known the state of quality as it was read last */
    static LoadedState of(Connection connection, List<ImageRequest> requests, QualityState known) throws SQLException {
        Log.Head[] head = new Log.Head[1];
        Map<UUID, Image> images = new HashMap<>();
        Map<Key, Answer> answers = new HashMap<>();
        Map<Handing, HandedOut> handed = new HashMap<>();
        StatementPipeline queries = new StatementPipeline(connection);
        Log.lockHead(queries, found -> head[0] = found);
        if (!requests.isEmpty()) {
            queries.query(STATES_AND_ANSWERS, rows -> {
                        while (rows.next()) {
                            add(rows, requests.get(rows.getInt("number") - 1), images, answers);
                        }
                    })
                    .bindColumn("images", ColumnType.UUID, requests, ImageRequest::image)
                    .bindColumn("actors", ColumnType.UUID, requests, ImageRequest::actor)
                    .bindColumn("keys", ColumnType.TEXT, requests, ImageRequest::key)
                    .bindColumn("keyless", ColumnType.INT, requests, LoadedState::keyless);
        }
        if (known.crowd() && !requests.isEmpty()) {
            queries.query(HANDED_OUT, rows -> {
                        while (rows.next()) {
                            handed.put(
                                    new Handing(
                                            rows.getObject("actor", UUID.class), rows.getObject("image", UUID.class)),
                                    handedOut(rows));
                        }
                    })
                    .bindColumn("images", ColumnType.UUID, requests, ImageRequest::image)
                    .bindColumn("actors", ColumnType.UUID, requests, ImageRequest::actor);
        }
        if (known.crowd()) {
            // In the same round trip, whether or not it changed: another one behind a test would tell the next label's
            // author.
            QualityProjections.Loading loading = QualityProjections.load(queries, known);
            queries.execute();
            return new LoadedState(head[0], images, answers, loading.state(), handed);
        }
        queries.execute();
        return new LoadedState(head[0], images, answers, quality(connection, head[0], known), handed);
    }

    /** Another labeller, or the transaction before, may have changed it: mostly nobody has. */
    private static QualityState quality(Connection connection, Log.Head head, QualityState known) throws SQLException {
        if (head.quality() == known.position()) {
            return known;
        }
        StatementPipeline queries = new StatementPipeline(connection);
        QualityProjections.Loading loading = QualityProjections.load(queries, known);
        queries.execute();
        return loading.state();
    }

    private static HandedOut handedOut(ResultSet row) throws SQLException {
        Integer digit = row.getObject("digit", Integer.class);
        return new HandedOut(
                row.getString("arm"),
                digit == null
                        ? null
                        : new ImageEvent.Predicted(digit, row.getDouble("confidence"), row.getString("checkpoint")),
                row.getBoolean("hidden"));
    }

    /** What was handed out has been answered. */
    static void forget(StatementPipeline changes, Map<Handing, HandedOut> handed) throws SQLException {
        if (!handed.isEmpty()) {
            List<Handing> rows = List.copyOf(handed.keySet());
            changes.add(FORGET_HANDED_OUT)
                    .bindColumn("images", ColumnType.UUID, rows, Handing::image)
                    .bindColumn("actors", ColumnType.UUID, rows, Handing::actor);
        }
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
