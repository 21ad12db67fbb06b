package nudge.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import nudge.benchmarks.log.LogFilling;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.EventCodec;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import nudge.standalone.Api;
import nudge.standalone.CommandFailedException;
import nudge.standalone.RunningNudge;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine;

/** The data folder of a Nudge whose log was made long, and what this Nudge does with it. */
final class GrownNudge {
    private static final String[] EMPTY_POOL = {"--images", "none"};
    private static final Duration CAUGHT_UP = Duration.ofMinutes(30);
    private static final Duration RELAYED = Duration.ofSeconds(30);

    private final Path checkout;
    private final Path data;

    private GrownNudge(Path checkout, Path data) {
        this.checkout = checkout;
        this.data = data;
    }

    /**
     * What was measured of labels given one after the other, in nanoseconds.
     *
     * @param tasks from asking for a task to having it
     * @param answers from a label's request to its answer
     * @param relayed from the answer to a committed record in Kafka
     * @param learned from the answer to a checkpoint that has learned it
     */
    record Latencies(List<Long> tasks, List<Long> answers, List<Long> relayed, List<Long> learned) {}

    /** Makes it, and lets it catch up with all that it holds. Says how long each part took. */
    static GrownNudge make(Path checkout, Path data, int images, int labels, Consumer<String> says)
            throws IOException, InterruptedException, SQLException {
        StartedNudge.start(checkout, data, EMPTY_POOL).close();
        LogFilling.Times filled = LogFilling.fill(data, images, labels);
        says.accept(String.format(
                Locale.ROOT,
                "%,d images in %.0f s, %,d labels in %.0f s",
                images,
                filled.images(),
                labels,
                filled.labels()));
        GrownNudge nudge = new GrownNudge(checkout, data);
        says.accept(String.format(Locale.ROOT, "relayed and learned %.0f s after the start", nudge.firstLearned()));
        return nudge;
    }

    StartedNudge.Times start() throws IOException, InterruptedException {
        return StartedNudge.measure(checkout, data, EMPTY_POOL);
    }

    /** Starts, labels an image, and waits until it is learned. @return seconds after the start */
    double firstLearned() throws IOException, InterruptedException {
        try (StartedNudge started = StartedNudge.start(checkout, data, EMPTY_POOL)) {
            awaitLearned(running().api());
            return started.seconds();
        }
    }

    private RunningNudge running() {
        return CommandLine.populateCommand(new RunningNudge(), "--data", data.toString());
    }

    private static void awaitLearned(Api api) throws InterruptedException {
        long position = api.label(task(api), 7, 0).position();
        long end = System.nanoTime() + CAUGHT_UP.toNanos();
        while (api.get("/api/progress").get("trained").asLong() < position) {
            if (System.nanoTime() > end) {
                throw new CommandFailedException("no checkpoint has learned the label at position " + position
                        + " within " + CAUGHT_UP.toMinutes() + " min");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static Api.Task task(Api api) throws InterruptedException {
        List<Api.Task> tasks = api.tasks(1);
        if (tasks.isEmpty()) {
            throw new CommandFailedException(
                    "expected an image that waits for a label, found none: give a smaller share with --labelled");
        }
        return tasks.get(0);
    }

    /** Labels for some time, once it has caught up: each label as soon as the one before is learned. */
    Latencies latencies(Duration time) throws IOException, InterruptedException {
        Latencies found = new Latencies(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (StartedNudge started = StartedNudge.start(checkout, data, EMPTY_POOL)) {
            RunningNudge running = running();
            Api api = running.api();
            awaitLearned(api);
            try (LabelRecords records = new LabelRecords(running.kafka());
                    CheckpointSubscriber checkpoints = CheckpointSubscriber.subscribe(running.kafka(), Start.LATEST)) {
                long end = System.nanoTime() + time.toNanos();
                while (System.nanoTime() < end) {
                    measure(api, records, checkpoints, found);
                }
            }
        }
        return found;
    }

    private static void measure(Api api, LabelRecords records, CheckpointSubscriber checkpoints, Latencies found)
            throws InterruptedException {
        long asked = System.nanoTime();
        Api.Task task = task(api);
        long sent = System.nanoTime();
        Api.Receipt receipt = api.label(task, 7, 0);
        long answered = System.nanoTime();
        records.await(position -> position >= receipt.position());
        long relayed = System.nanoTime();
        LatencyBench.awaitLearned(checkpoints, receipt.position());
        found.tasks().add(sent - asked);
        found.answers().add(answered - sent);
        found.relayed().add(relayed - answered);
        found.learned().add(System.nanoTime() - answered);
    }

    /** The records of labels that are committed from now on. */
    private static final class LabelRecords implements AutoCloseable {
        private final KafkaConsumer<String, byte[]> consumer;

        LabelRecords(KafkaSettings kafka) {
            Map<String, Object> configuration = kafka.forConsumer();
            consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer());
            List<TopicPartition> labels = List.of(Topics.LABELS.partition());
            consumer.assign(labels);
            consumer.seekToEnd(labels);
            consumer.position(Topics.LABELS.partition());
        }

        void await(LongPredicate wanted) {
            long end = System.nanoTime() + RELAYED.toNanos();
            while (System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.test(EventCodec.decodeLabel(record).position())) {
                        return;
                    }
                }
            }
            throw new CommandFailedException("a label is not in Kafka within " + RELAYED.toSeconds() + " s");
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
