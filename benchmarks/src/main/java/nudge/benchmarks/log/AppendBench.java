package nudge.benchmarks.log;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import nudge.benchmarks.Figure;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageRequest;

/**
 * Labels acknowledged a second, below HTTP and over it, beside the plainest durable insert on the same Postgres, in turns.
 * To explain them: one event alone, in the same groups; and the rows of 64 labels in plain SQL, by one client that decides
 * nothing and answers nobody.
 */
final class AppendBench {
    private static final Duration TURN = Duration.ofSeconds(2);
    /** The compiler needs as long for all that a request runs through. */
    private static final Duration HTTP_WARM_UP = Duration.ofSeconds(60);

    private static final Duration CROWD_WARM_UP = Duration.ofSeconds(20);

    private static final int[] CLIENTS = {1, 8, 64};
    private static final String ROW = "{\"digit\":7,\"elapsedMs\":850}";

    private final EmbeddedPostgres postgres;
    private final BenchStore store;
    private final List<UUID> images;
    private final AtomicInteger next = new AtomicInteger();

    AppendBench(EmbeddedPostgres postgres, BenchStore store, List<UUID> images) {
        this.postgres = postgres;
        this.store = store;
        this.images = images;
    }

    void run(int rounds, HttpLabels http, Consumer<Figure> show) throws Exception {
        store.execute("CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data jsonb NOT NULL)");
        try (BareEvents bare = new BareEvents(postgres);
                PlainRows rows = new PlainRows(store, images)) {
            Clients.rate(64, HTTP_WARM_UP, client -> http.client());
            for (int clients : CLIENTS) {
                try (HikariDataSource pool = BenchStore.pool(store.database.getJdbcUrl(), postgres, clients)) {
                    Map<String, IntFunction<Callable<?>>> beside = new LinkedHashMap<>();
                    beside.put("plain insert", client -> insert(pool));
                    beside.put("below HTTP", client -> label());
                    beside.put("over HTTP", client -> http.client());
                    beside.put("one event", client -> bare.client());
                    inTurns(clients, rounds, beside).forEach(show);
                }
            }
            List<Double> labels = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                labels.add(PlainRows.LABELS * Clients.rate(1, TURN, client -> rows));
            }
            show.accept(Figure.alone(
                    "rows of 64 labels in plain SQL", Figure.median(labels.subList(1, labels.size())), "labels/s"));
        }
    }

    /** Labels of a crowd beside those of one annotator, over HTTP, in turns. */
    static void besideSolo(int rounds, HttpLabels solo, HttpLabels crowd, Consumer<Figure> show) throws Exception {
        Clients.rate(64, CROWD_WARM_UP, client -> crowd.client());
        for (int clients : CLIENTS) {
            Map<String, IntFunction<Callable<?>>> beside = new LinkedHashMap<>();
            beside.put("solo", client -> solo.client());
            beside.put("over HTTP, crowd", client -> crowd.client());
            inTurns(clients, rounds, beside).forEach(show);
        }
    }

    /** The first of them is what the others stand beside; the first turn of each warms up. */
    private static List<Figure> inTurns(int clients, int rounds, Map<String, IntFunction<Callable<?>>> beside)
            throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, IntFunction<Callable<?>>> each : beside.entrySet()) {
                double rate = Clients.rate(clients, TURN, each.getValue());
                if (round > 0) {
                    rates.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        String first = rates.keySet().iterator().next();
        return rates.entrySet().stream()
                .skip(1)
                .map(each -> new Figure(
                        String.format(Locale.ROOT, "appends, %d clients, %s", clients, each.getKey()),
                        Figure.median(each.getValue()),
                        "a second",
                        first,
                        Figure.median(rates.get(first))))
                .toList();
    }

    private static Callable<?> insert(HikariDataSource pool) {
        return () -> {
            try (Connection connection = pool.getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO plain (data) VALUES (?::jsonb)")) {
                insert.setString(1, ROW);
                return insert.executeUpdate();
            }
        };
    }

    private Callable<?> label() {
        UUID annotator = UUID.randomUUID();
        return () -> {
            int label = next.getAndIncrement();
            UUID image = images.get(label % images.size());
            return store.log
                    .submit(new ImageRequest(
                            annotator, UUID.randomUUID().toString(), image, null, new GiveLabel(label % 10, 850, null)))
                    .join();
        };
    }

    /** Two events, a state and a task a label, in copies of the log's tables: many labels a transaction. */
    private static final class PlainRows implements Callable<Integer>, AutoCloseable {
        static final int LABELS = 64;

        private final Connection connection;
        private final List<UUID> images;
        private int label;

        PlainRows(BenchStore store, List<UUID> images) throws SQLException {
            this.images = images;
            for (String table : List.of("event", "image_state", "task")) {
                store.execute("CREATE TABLE plain_" + table + " (LIKE " + table + " INCLUDING ALL)");
            }
            store.execute("INSERT INTO plain_image_state (image, version, split, position)"
                    + " SELECT image, 1, 'train', 1 FROM image_state");
            store.execute("INSERT INTO plain_task (image, rank, position) SELECT image, 1, 1 FROM image_state");
            store.execute("ANALYZE");
            this.connection = store.database.getConnection();
            connection.setAutoCommit(false);
        }

        @Override
        public Integer call() throws SQLException {
            if (label % images.size() > images.size() - LABELS) {
                // No image twice in a group.
                label += images.size() - label % images.size();
            }
            UUID[] group = new UUID[LABELS];
            for (int i = 0; i < LABELS; i++) {
                group[i] = images.get((label + i) % images.size());
            }
            // Whoever labels an image again gives it two events more.
            int version = 2 * (label / images.size());
            execute("""
                    INSERT INTO plain_event (position, event_id, stream, version, type, schema, actor, at, data, digest)
                    SELECT ? + 2 * number + other, gen_random_uuid(), image, ? + other, 'label.given', 1, image, now(),
                        '{"digit":7,"elapsedMs":850}', sha256('')
                    FROM unnest(?) WITH ORDINALITY AS row (image, number), generate_series(1, 2) AS other""", 2L * label, version, group);
            execute("""
                    UPDATE plain_image_state SET version = version + 2, digit = 7, labels = '[["%s", 7]]', position = ?
                    FROM unnest(?) AS row (id) WHERE image = id""".formatted(group[0]), 2L * label, group);
            execute("DELETE FROM plain_task USING unnest(?) AS row (id) WHERE image = id", (Object) group);
            connection.commit();
            label += LABELS;
            return label;
        }

        private void execute(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(
                            i + 1,
                            values[i] instanceof UUID[] images ? connection.createArrayOf("uuid", images) : values[i]);
                }
                statement.execute();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }
}
