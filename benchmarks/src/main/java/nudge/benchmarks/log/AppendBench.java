package nudge.benchmarks.log;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import nudge.benchmarks.Figure;
import nudge.embedded.EmbeddedPostgres;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageRequest;

/** Labels acknowledged a second, beside the plainest durable insert on the same Postgres, in turns. */
final class AppendBench {
    private static final Duration TURN = Duration.ofSeconds(2);
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

    List<Figure> run(int rounds) throws Exception {
        store.execute("CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data jsonb NOT NULL)");
        List<Figure> figures = new ArrayList<>();
        for (int clients : new int[] {1, 8, 64}) {
            List<Double> plain = new ArrayList<>();
            List<Double> nudge = new ArrayList<>();
            try (HikariDataSource pool = BenchStore.pool(store.database.getJdbcUrl(), postgres, clients)) {
                for (int round = 0; round <= rounds; round++) {
                    double inserts = Clients.rate(clients, TURN, client -> insert(pool));
                    double labels = Clients.rate(clients, TURN, client -> label());
                    if (round > 0) {
                        plain.add(inserts);
                        nudge.add(labels);
                    }
                }
            }
            String name = String.format(Locale.ROOT, "appends, %d clients", clients);
            figures.add(new Figure(name, Figure.median(nudge), "labels/s", "plain insert", Figure.median(plain)));
        }
        return figures;
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
}
