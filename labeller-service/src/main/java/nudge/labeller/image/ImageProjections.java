package nudge.labeller.image;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nudge.events.Split;
import nudge.labeller.database.ColumnType;
import nudge.labeller.database.SqlFile;
import nudge.labeller.database.StatementPipeline;
import nudge.labeller.image.RequestBatch.ImageAt;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The projections that follow the images: their state, the tasks that wait, and the counts of the progress. */
public final class ImageProjections {
    private static final String STATES = SqlFile.read(ImageProjections.class, "find-states");
    private static final String INSERT_STATES = SqlFile.read(ImageProjections.class, "insert-states");
    private static final String UPDATE_STATES = SqlFile.read(ImageProjections.class, "update-states");
    private static final String PUT_REVIEWS = SqlFile.read(ImageProjections.class, "put-reviews");
    private static final String DELETE_REVIEWS = SqlFile.read(ImageProjections.class, "delete-reviews");
    private static final String COUNT_PROGRESS = SqlFile.read(ImageProjections.class, "count-progress");

    private static final JsonMapper MAPPER = new JsonMapper();

    private ImageProjections() {}

    /** The states of those images that there are. */
    public static Map<UUID, Image> load(Handle handle, List<UUID> images) {
        return handle.createQuery(STATES)
                .bind("images", images.toArray(UUID[]::new))
                .map((row, context) -> Map.entry(row.getObject("image", UUID.class), image(row)))
                .collect(Collectors.toMap(Entry::getKey, Entry::getValue));
    }

    /** From a row with the columns of an image's state. */
    static Image image(ResultSet row) throws SQLException {
        Map<UUID, GivenLabel> labels = new LinkedHashMap<>();
        for (JsonNode label : MAPPER.readTree(row.getString("labels"))) {
            labels.put(
                    UUID.fromString(label.get(0).asString()),
                    new GivenLabel(label.get(1).asInt(), label.path(2).asLong(0)));
        }
        Set<UUID> skips = new HashSet<>();
        for (JsonNode actor : MAPPER.readTree(row.getString("skips"))) {
            skips.add(UUID.fromString(actor.asString()));
        }
        Integer digit = row.getObject("digit", Integer.class);
        return new Image(
                row.getInt("version"),
                Split.of(row.getString("split")),
                row.getBoolean("rejected"),
                digit,
                labels,
                skips,
                Image.Aside.of(row.getString("aside")),
                verdict(row.getString("verdict"), digit));
    }

    /** Of most images nothing is stored. */
    private static Verdict verdict(@Nullable String stored, @Nullable Integer digit) {
        if (stored != null) {
            return MAPPER.readValue(stored, Verdict.class);
        }
        return digit == null ? Verdict.NONE : Verdict.SINGLE;
    }

    private static @Nullable String verdict(Image image) {
        return image.verdict().plain() ? null : MAPPER.writeValueAsString(image.verdict());
    }

    /**
     * Brings the projections up to date.
     *
     * @param before the states before the change, of those images that there were
     */
    static void store(StatementPipeline changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed)
            throws SQLException {
        storeStates(changes, before, changed);
        TaskProjection.store(changes, before, changed);
        storeReviews(changes, before, changed);
        storeProgress(changes, before, changed);
    }

    /** Those that were not there are inserted, the others updated: asking for each whether it is there costs more. */
    private static void storeStates(StatementPipeline changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed)
            throws SQLException {
        Map<Boolean, List<Entry<UUID, ImageAt>>> known =
                changed.entrySet().stream().collect(Collectors.partitioningBy(row -> before.containsKey(row.getKey())));
        storeStates(changes, INSERT_STATES, known.get(false));
        storeStates(changes, UPDATE_STATES, known.get(true));
    }

    private static void storeStates(StatementPipeline changes, String sql, List<Entry<UUID, ImageAt>> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Image> images = rows.stream().map(row -> row.getValue().image()).toList();
        changes.add(sql)
                .bindColumn("images", ColumnType.UUID, rows, Entry::getKey)
                .bindColumn("versions", ColumnType.INT, images, Image::version)
                .bindColumn("rejected", ColumnType.BOOLEAN, images, Image::rejected)
                .bindColumn("digits", ColumnType.INT, images, Image::digit)
                .bindColumn("labels", ColumnType.TEXT, images, ImageProjections::labels)
                .bindColumn("skips", ColumnType.TEXT, images, ImageProjections::skips)
                .bindColumn(
                        "positions",
                        ColumnType.BIGINT,
                        rows,
                        row -> row.getValue().position())
                .bindColumn(
                        "splits", ColumnType.TEXT, images, image -> split(image).wire())
                .bindColumn("asides", ColumnType.TEXT, images, ImageProjections::aside)
                .bindColumn("verdicts", ColumnType.TEXT, images, ImageProjections::verdict);
    }

    private static @Nullable String aside(Image image) {
        return image.aside() == null ? null : image.aside().wire();
    }

    private static String skips(Image image) {
        return MAPPER.writeValueAsString(image.skips().stream().sorted().toList());
    }

    private static String labels(Image image) {
        List<List<Object>> triples = new ArrayList<>();
        image.labels()
                .forEach((actor, label) -> triples.add(List.of(actor.toString(), label.digit(), label.position())));
        return MAPPER.writeValueAsString(triples);
    }

    private static void storeReviews(StatementPipeline changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed)
            throws SQLException {
        List<UUID> done = new ArrayList<>();
        List<Entry<UUID, ImageAt>> asked = new ArrayList<>();
        for (Entry<UUID, ImageAt> each : changed.entrySet()) {
            ReviewReason was =
                    before.getOrDefault(each.getKey(), Image.NONE).verdict().review();
            ReviewReason is = each.getValue().image().verdict().review();
            if (is != null) {
                asked.add(each);
            } else if (was != null) {
                done.add(each.getKey());
            }
        }
        if (!done.isEmpty()) {
            changes.add(DELETE_REVIEWS).bindColumn("images", ColumnType.UUID, done, image -> image);
        }
        if (!asked.isEmpty()) {
            changes.add(PUT_REVIEWS)
                    .bindColumn("images", ColumnType.UUID, asked, Entry::getKey)
                    .bindColumn(
                            "reasons",
                            ColumnType.TEXT,
                            asked,
                            row -> Objects.requireNonNull(
                                            row.getValue().image().verdict().review())
                                    .wire())
                    .bindColumn(
                            "scores",
                            ColumnType.DOUBLE,
                            asked,
                            row -> row.getValue().image().verdict().score())
                    .bindColumn(
                            "positions",
                            ColumnType.BIGINT,
                            asked,
                            row -> row.getValue().position());
        }
    }

    private static void storeProgress(StatementPipeline changes, Map<UUID, Image> before, Map<UUID, ImageAt> changed) {
        long[] delta = new long[7];
        changed.forEach((id, placed) -> {
            count(before.getOrDefault(id, Image.NONE), -1, delta);
            count(placed.image(), 1, delta);
        });
        if (Arrays.stream(delta).anyMatch(difference -> difference != 0)) {
            changes.add(COUNT_PROGRESS)
                    .bind("images", delta[0])
                    .bind("labelled", delta[1])
                    .bind("skipped", delta[2])
                    .bind("rejected", delta[3])
                    .bind("held_out", delta[4])
                    .bind("put_aside", delta[5])
                    .bind("left_out", delta[6]);
        }
    }

    /** Images and labels count the training images; held-out ones count apart, and so do those that are put aside. */
    private static void count(Image image, int sign, long[] delta) {
        if (image.putAside()) {
            delta[image.aside() == Image.Aside.WAITING ? 5 : 6] += sign;
        } else if (image.split() == Split.HELD_OUT) {
            delta[4] += sign;
        } else if (image.split() == Split.TRAIN) {
            delta[0] += sign;
            delta[1] += image.digit() != null ? sign : 0;
            delta[2] += image.open() && !image.skips().isEmpty() ? sign : 0;
            delta[3] += image.rejected() ? sign : 0;
        }
    }

    private static Split split(Image image) {
        if (image.split() == null) {
            throw new IllegalStateException("an image has its split from its first event on");
        }
        return image.split();
    }
}
