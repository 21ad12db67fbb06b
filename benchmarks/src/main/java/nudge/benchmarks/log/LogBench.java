package nudge.benchmarks.log;

import java.util.concurrent.Callable;
import nudge.benchmarks.Figure;
import nudge.benchmarks.TemporaryFolder;
import nudge.embedded.EmbeddedKafka;
import nudge.embedded.EmbeddedPostgres;
import nudge.embedded.EmbeddedServers;
import nudge.events.KafkaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The log and the relay beside what the same Postgres and the same Kafka do by themselves. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the log and the relay, on servers of the run's own:",
            "appends, below HTTP and over it, beside the plainest durable insert with as many connections,",
            "the same over HTTP while a crowd labels, beside one annotator who does,",
            "the relay beside a bare transactional producer,",
            "import beside held-out images, with the search for near-duplicates and without,",
            "import and next task in a pool of 60,000 images and of 600,000.",
            ""
        })
public final class LogBench implements Callable<Integer> {
    /** A turn of the relay takes less than a second. */
    private static final int RELAY_ROUNDS = 5;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Turns. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--small", description = "Leave the pool of 600,000 images out.")
    private boolean small;

    @Option(names = "--relay", description = "The relay alone.")
    private boolean relayAlone;

    @Option(names = "--import", description = "The import beside held-out images alone.")
    private boolean importAlone;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (TemporaryFolder home = TemporaryFolder.create("nudge-bench-log-");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(
                        home.path().resolve("postgres"),
                        EmbeddedPostgres.Options.defaults().withBinaries(EmbeddedServers.cache()));
                EmbeddedKafka kafka = EmbeddedKafka.start(home.path().resolve("kafka"))) {
            if (importAlone) {
                new ImportBench(postgres).run(rounds).forEach(this::show);
                return 0;
            }
            try (BenchStore store = new BenchStore(postgres, "relay")) {
                new RelayBench(store, kafka).run(RELAY_ROUNDS * rounds).forEach(this::show);
            }
            if (relayAlone) {
                return 0;
            }
            new ImportBench(postgres).run(rounds).forEach(this::show);
            try (BenchStore store = new BenchStore(postgres, "pool")) {
                PoolBench pool = new PoolBench(store);
                show(pool.addImages(1));
                pool.nextTask().forEach(this::show);
                RelayBench.freshTopics(
                        KafkaSettings.of(kafka.bootstrapServers()).withProperties(kafka.clientProperties()));
                try (HttpLabels solo = HttpLabels.solo(postgres, kafka)) {
                    new AppendBench(postgres, store, pool.images()).run(rounds, solo, this::show);
                    // A relay's Kafka belongs to one log.
                    try (EmbeddedKafka another = EmbeddedKafka.start(home.path().resolve("kafka-crowd"));
                            HttpLabels crowd = HttpLabels.crowd(postgres, another)) {
                        AppendBench.besideSolo(rounds, solo, crowd, this::show);
                    }
                }
                if (!small) {
                    show(pool.addImages(4));
                    show(pool.addImages(5));
                    pool.nextTask().forEach(this::show);
                }
            }
        }
        return 0;
    }

    private void show(Figure figure) {
        figure.print(json);
    }
}
