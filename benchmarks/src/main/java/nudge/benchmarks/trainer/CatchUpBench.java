package nudge.benchmarks.trainer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import nudge.benchmarks.Figure;
import nudge.benchmarks.TemporaryFolder;
import nudge.embedded.EmbeddedKafka;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.standalone.WrongUseException;
import nudge.trainer.FreshTrainer;
import nudge.trainer.TrainerConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A fresh trainer that folds the log of labels, beside a consumer of the same settings that only reads the bytes. */
@Command(
        name = "catchup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Label records a second that a fresh trainer folds from Kafka, beside a bare consumer",
            "with the same settings that only reads the bytes, in turns, on a broker of the run's own.",
            ""
        })
public final class CatchUpBench implements Callable<Integer> {
    private static final TopicPartition LABELS = new TopicPartition(Topics.LABELS.topic(), 0);
    private static final double GOAL = 0.5;
    private static final int RECORDS_OF_A_TRANSACTION = 4096;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Label records, 1.3 KB each. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Turns. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        WrongUseException.unless(count >= 1, "--count to be at least 1", count);
        WrongUseException.unless(rounds >= 1, "--rounds to be at least 1", rounds);
        try (TemporaryFolder home = TemporaryFolder.create("nudge-bench-catchup-");
                EmbeddedKafka kafka = EmbeddedKafka.start(home.path().resolve("kafka"))) {
            TrainerConfiguration configuration = TrainerConfiguration.of(Map.of(
                    "NUDGE_TRAINER_KAFKA",
                    kafka.bootstrapServers(),
                    "NUDGE_TRAINER_KAFKA_PROPERTIES",
                    kafka.clientFile().toString(),
                    "NUDGE_TRAINER_FOLDER",
                    home.path().toString()));
            publish(configuration.kafka());
            compare(configuration);
        }
        return 0;
    }

    private void publish(KafkaSettings kafka) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.forAdmin())) {
            Topics.create(admin, (short) 1);
        }
        MadeUpLog log = new MadeUpLog();
        String store = UUID.randomUUID().toString();
        try (var producer =
                new KafkaProducer<>(kafka.forProducer("bench"), new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int from = 0; from < count; from += RECORDS_OF_A_TRANSACTION) {
                producer.beginTransaction();
                for (int label = from; label < Math.min(count, from + RECORDS_OF_A_TRANSACTION); label++) {
                    producer.send(EventCodec.encode(
                            log.label(label), store, UUID.randomUUID().toString()));
                }
                producer.commitTransaction();
            }
        }
    }

    /** The first turn of each is not counted: the compiler is at work. */
    private void compare(TrainerConfiguration configuration) {
        List<Turn> bare = new ArrayList<>();
        List<Turn> folded = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Turn reading = read(configuration);
            Turn folding = fold(configuration);
            if (round > 0) {
                bare.add(reading);
                folded.add(folding);
            }
        }
        Figure rate = figure("a fresh trainer catches up", "records/s", folded, bare, turn -> count / turn.seconds);
        rate.print(json);
        figure("processor time", "us a record", folded, bare, turn -> 1e6 * turn.processorSeconds / count)
                .print(json);
        if (!json && rate.value() < GOAL * rate.besideValue()) {
            System.out.printf(Locale.ROOT, "below the goal: %.0f %% of the bare consumer%n", 100 * GOAL);
        }
    }

    private static Figure figure(
            String name, String unit, List<Turn> folded, List<Turn> bare, ToDoubleFunction<Turn> value) {
        return new Figure(name, median(folded, value), unit, "bare consumer", median(bare, value));
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> value) {
        return Figure.median(turns.stream().mapToDouble(value).boxed().toList());
    }

    /** What a turn took: of the clock, and of the processors in this process. */
    private record Turn(double seconds, double processorSeconds) {
        static Turn of(Runnable work) {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long processor = system.getProcessCpuTime();
            long began = System.nanoTime();
            work.run();
            return new Turn((System.nanoTime() - began) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
        }
    }

    private Turn read(TrainerConfiguration configuration) {
        return Turn.of(() -> {
            long records = 0;
            long bytes = 0;
            try (var consumer = consumer(configuration)) {
                consumer.seek(LABELS, 0);
                while (records < count) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        records++;
                        bytes += record.key().length + record.value().length;
                    }
                }
            }
            if (bytes < 1000L * count) {
                throw new IllegalStateException("expected more than 1,000 bytes a record, got " + bytes + " in all");
            }
        });
    }

    private Turn fold(TrainerConfiguration configuration) {
        long end;
        try (var consumer = consumer(configuration)) {
            end = consumer.endOffsets(List.of(LABELS)).get(LABELS);
        }
        return Turn.of(() -> {
            try (FreshTrainer trainer = new FreshTrainer(configuration)) {
                // The last offset is the commit's own.
                trainer.catchUp(end - 1);
                if (trainer.examples() + trainer.heldOut() != count) {
                    throw new IllegalStateException("expected " + count + " images, got " + trainer.examples()
                            + " to train on and " + trainer.heldOut() + " held out");
                }
            }
        });
    }

    private static KafkaConsumer<byte[], byte[]> consumer(TrainerConfiguration configuration) {
        var consumer = new KafkaConsumer<>(
                FreshTrainer.consumerConfiguration(configuration),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(LABELS));
        return consumer;
    }
}
