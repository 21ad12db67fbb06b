package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nudge.events.KafkaSettings;
import nudge.events.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Schedules of random faults of a whole Nudge, while eight clients label. A seed decides which, when and for how long. The
 * seeds are new ones in each run; {@code -Dnudge.faults.seeds=7,8} runs others, {@code -Dnudge.faults.count=50} more ({@code
 * ./nudge bench faults}), and {@code -Dnudge.faults.kinds=KAFKA_TAIL_LOST} faults of one kind. Schedules share a fleet one after
 * the other, until one of them fails.
 */
@Tag("server")
@Tag("faults")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {
    private static final String ASKED = System.getProperty("nudge.faults.seeds", "");
    private static final int COUNT = Integer.getInteger("nudge.faults.count", 0);
    /** A schedule that nobody asked for begins only within so long. */
    private static final Duration BUDGET = Duration.ofSeconds(100);

    private static final long BEGAN = System.nanoTime();
    private static final int IMAGES = 1_600;
    /** Within the time for which a task is leased, no image is handed out twice. */
    private static final int SCHEDULES_OF_A_FLEET = 9;

    private static final Duration DRAINED = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private final MnistLabels digits = MnistLabels.load();
    private final List<Long> seeds = new ArrayList<>();
    private final List<Annotators.Sent> sent = new ArrayList<>();
    private final Map<Fault.Kind, Integer> played = new EnumMap<>(Fault.Kind.class);
    private @Nullable Fleet fleet;
    private int fleets;
    private int schedules;
    private int violations;

    static Stream<Long> seeds() {
        if (!ASKED.isEmpty()) {
            return Stream.of(ASKED.split(",")).map(Long::valueOf);
        }
        long first = Schedule.PARTS * new SplittableRandom().nextLong(1_000_000);
        return LongStream.range(first, first + (COUNT == 0 ? Schedule.PARTS : COUNT))
                .boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Order(1)
    void nothing_is_lost_or_doubled_and_all_heals_without_a_hand(long seed) throws Exception {
        assumeTrue(
                !ASKED.isEmpty() || COUNT > 0 || System.nanoTime() - BEGAN < BUDGET.toNanos(),
                "SKIPPED: on this machine the schedules before have used up the time for fault tests");
        if (seeds.size() == SCHEDULES_OF_A_FLEET) {
            closeFleet();
        }
        Fleet running = fleet();
        seeds.add(seed);
        Schedule schedule = Schedule.of(seed);
        String told = "seed " + seed + " (again: -Dnudge.faults.seeds="
                + String.join(",", seeds.stream().map(String::valueOf).toList()) + "): " + schedule;
        schedules++;
        schedule.faults().forEach(fault -> played.merge(fault.kind(), 1, Integer::sum));
        try {
            System.out.println(told + "\n" + undergo(schedule, running));
        } catch (Exception | AssertionError failed) {
            violations++;
            throw explained(told, running, failed);
        }
    }

    /** What somebody needs to know who has this output alone. */
    private AssertionError explained(String told, Fleet running, Throwable failed) throws Exception {
        String left = told + ": " + failed.getMessage() + "; the labellers: " + labellers(running) + "; in "
                + folder.resolve("fleet-" + fleets) + " they said\n" + running.lastWords();
        closeFleet();
        return new AssertionError(left, failed);
    }

    /** @return what was checked */
    private String undergo(Schedule schedule, Fleet running) throws Exception {
        running.fill(IMAGES);
        int starts = running.starts();
        Annotators annotators = Annotators.start(running.api(), digits, schedule.seed());
        schedule.play(running);
        long healed = System.nanoTime();
        sent.addAll(annotators.stop(DRAINED));
        running.awaitDrained(DRAINED.minusNanos(System.nanoTime() - healed));
        double drained = (System.nanoTime() - healed) / 1e9;
        running.drippingClients().close();
        assertThat(running.starts())
                .as(
                        "starts of two labellers and the trainer: one more for each that was killed, and none ended by itself")
                .isEqualTo(starts + schedule.kills());
        Invariants checked = Invariants.check(running.log(), sent);
        deriveLatestCheckpoint(running);
        return String.format(Locale.ROOT, "drained %.1f s after the last fault; checked: %s", drained, checked);
    }

    /** The log, as Kafka has it now, gives the same bits, whatever happened to Kafka meanwhile. */
    private static void deriveLatestCheckpoint(Fleet running) throws InterruptedException {
        String latest =
                running.api().get("/api/checkpoints?limit=1").path(0).path("id").asString();
        StringWriter said = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute("verify", "--data", running.data().toString(), "--root", latest);
        assertThat(exit).as("verify: %s", said).isZero();
    }

    @Test
    @Order(2)
    void a_fail_over_that_lost_labels_halts_the_relay_and_the_way_out_heals_all() throws Exception {
        assumeTrue(ASKED.isEmpty() && COUNT == 0);
        Fleet running = fleet();
        try {
            failOver(running);
        } catch (Exception | AssertionError failed) {
            throw explained("a fail-over", running, failed);
        }
    }

    private void failOver(Fleet running) throws Exception {
        FailOver failOver = new FailOver(running);
        running.fill(100);
        label(running, 20, sent);
        running.awaitDrained(DRAINED);
        failOver.copyDatabase();
        label(running, 20, new ArrayList<>());
        running.awaitDrained(DRAINED);
        failOver.putOlderDatabaseBack();
        await().atMost(DRAINED)
                .untilAsserted(() -> assertThat(labellers(running))
                        .allSatisfy(told -> assertThat(told).startsWith("HALTED")));
        assertThat(relay(running, 0)).contains("Kafka", "log ends at");
        failOver.takeTheWayOut();
        label(running, 20, sent);
        running.awaitDrained(DRAINED.multipliedBy(2));
        System.out.println("failed over; checked: " + Invariants.check(running.log(), sent));
    }

    @Test
    @Order(3)
    void a_foreign_record_halts_the_relay_and_everybody_is_told_why() throws Exception {
        assumeTrue(ASKED.isEmpty() && COUNT == 0);
        Fleet running = fleet();
        try {
            writeForeignRecord(running);
        } catch (Exception | AssertionError failed) {
            throw explained("a foreign record", running, failed);
        }
        closeFleet();
    }

    private void writeForeignRecord(Fleet running) throws Exception {
        running.fill(10);
        label(running, 1, sent);
        running.awaitDrained(DRAINED);
        writeForeignRecord(running.log().kafka());
        label(running, 1, sent);
        await().atMost(DRAINED)
                .untilAsserted(() -> assertThat(labellers(running))
                        .anySatisfy(told -> assertThat(told).startsWith("HALTED")));
        int relaying = relay(running, 0).startsWith("HALTED") ? 0 : 1;
        assertThat(relay(running, relaying))
                .as("which record it is, and what to do")
                .contains("nudge.labels", "offset", "another program")
                .doesNotContain("null", "Exception");
        JsonNode shown = running.api(relaying).get("/api/progress").path("relay");
        assertThat(shown.path("state").asString())
                .as("progress, which the pages show")
                .isEqualTo("halted");
        assertThat(shown.path("reason").asString()).contains("docs/operations.md#a-foreign-record");
    }

    private static void writeForeignRecord(KafkaSettings kafka) throws Exception {
        try (var stranger = new KafkaProducer<>(kafka.forAdmin(), new StringSerializer(), new StringSerializer())) {
            stranger.send(new ProducerRecord<>(Topics.LABELS.topic(), "hello", "from another program"))
                    .get();
        }
    }

    private Fleet fleet() throws Exception {
        if (fleet == null) {
            fleets++;
            fleet = Fleet.start(Files.createDirectory(folder.resolve("fleet-" + fleets)));
        }
        return fleet;
    }

    private void closeFleet() throws Exception {
        if (fleet != null) {
            Fleet closed = fleet;
            fleet = null;
            seeds.clear();
            sent.clear();
            closed.close();
        }
    }

    private void label(Fleet running, int count, List<Annotators.Sent> told) throws InterruptedException {
        Api api = running.api();
        await().atMost(DRAINED.multipliedBy(2)).ignoreExceptions().until(() -> api.get("/api/progress") != null);
        for (Api.Task task : api.tasks(count)) {
            int digit = digits.digit(task.image());
            String key = UUID.randomUUID().toString();
            told.add(new Annotators.Sent(task.image(), digit, key, api.label(task, digit, 1, key)));
        }
    }

    private static List<String> labellers(Fleet running) {
        return IntStream.of(0, 1)
                .mapToObj(labeller -> {
                    try {
                        return relay(running, labeller) + " "
                                + running.api(labeller)
                                        .trying(1, Duration.ofSeconds(3))
                                        .get("/api/progress");
                    } catch (Exception silent) {
                        return silent.toString();
                    }
                })
                .toList();
    }

    /** What a labeller's relay does, and why: also of one that is not well, whose answer is no success. */
    private static String relay(Fleet running, int labeller) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + running.port(labeller) + "/actuator/health"))
                .header("Authorization", "Bearer " + running.token())
                .timeout(Duration.ofSeconds(5))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        JsonNode details = new JsonMapper().readTree(body).at("/components/relay/details");
        return details.path("state").asString() + ": " + details.path("reason").asString();
    }

    @AfterAll
    void close() throws Exception {
        closeFleet();
        System.out.printf(
                Locale.ROOT,
                "schedules: %d on %d fleets; faults: %s%s; violations: %d%n",
                schedules,
                fleets,
                played,
                MovedClock.canMove() ? "" : " (those of clocks without effect: install faketime)",
                violations);
    }
}
