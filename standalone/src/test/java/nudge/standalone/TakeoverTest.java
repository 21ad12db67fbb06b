package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two labellers side by side, of which one relays. */
@Tag("server")
@Tag("faults")
class TakeoverTest {
    private static final Duration TAKEN_OVER = Duration.ofSeconds(5);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final List<Annotators.Sent> sent = new ArrayList<>();
    private final MnistLabels digits = MnistLabels.load();

    @Test
    void the_other_one_takes_over_and_one_that_wakes_up_is_fenced() throws Exception {
        try (Fleet fleet = Fleet.start(folder)) {
            fleet.fill(200);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                label(fleet.api(0));
                label(fleet.api(1));
                return (relays(fleet, 0) ? "STANDBY" : "RELAYING").equals(state(fleet, 1));
            });
            fleet.awaitDrained(Duration.ofSeconds(30));

            int first = relays(fleet, 0) ? 0 : 1;
            int second = 1 - first;
            // It is paused with a transaction that is complete but for its commit, which is still on its way.
            CountDownLatch woken = new CountDownLatch(1);
            CompletableFuture<Void> underWay = new CompletableFuture<>();
            fleet.kafka().onNextCommit("relay-", () -> {
                underWay.complete(null);
                awaitLatch(woken);
            });
            label(fleet.api(second));
            underWay.join();
            Signal.STOP.send(List.of(fleet.labeller(first).process()));
            double paused = secondsUntilRelayed(fleet, second);
            Signal.CONT.send(List.of(fleet.labeller(first).process()));
            woken.countDown();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> state(fleet, first).equals("STANDBY"));
            label(fleet.api(first));
            label(fleet.api(second));
            fleet.awaitDrained(Duration.ofSeconds(30));
            assertThat(state(fleet, second)).isEqualTo("RELAYING");

            Signal.KILL.send(List.of(fleet.labeller(second).process()));
            double killed = secondsUntilRelayed(fleet, first);
            fleet.awaitDrained(Duration.ofSeconds(60));
            System.out.printf(
                    Locale.ROOT,
                    "taken over %.1f s after a pause, %.1f s after a kill; checked: %s%n",
                    paused,
                    killed,
                    Invariants.check(fleet.log(), sent));
        }
    }

    private void label(Api api) throws InterruptedException {
        Api.Task task = api.tasks(1).get(0);
        int digit = digits.digit(task.image());
        String key = UUID.randomUUID().toString();
        sent.add(new Annotators.Sent(task.image(), digit, key, api.label(task, digit, 1, key)));
    }

    /** Labels, and waits until the label is relayed. */
    private double secondsUntilRelayed(Fleet fleet, int labeller) throws InterruptedException {
        long began = System.nanoTime();
        Api api = fleet.api(labeller);
        label(api);
        await().atMost(TAKEN_OVER.plusSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    var progress = api.get("/api/progress");
                    return progress.get("relayed").asLong()
                            == progress.get("position").asLong();
                });
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).as("until the other labeller relays").isLessThan(TAKEN_OVER);
        return took.toMillis() / 1e3;
    }

    private static boolean relays(Fleet fleet, int labeller) throws InterruptedException {
        return state(fleet, labeller).equals("RELAYING");
    }

    private static String state(Fleet fleet, int labeller) throws InterruptedException {
        return fleet.api(labeller)
                .get("/actuator/health")
                .at("/components/relay/details/state")
                .asString();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
