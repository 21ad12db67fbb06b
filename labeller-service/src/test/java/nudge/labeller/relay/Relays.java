package nudge.labeller.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import nudge.labeller.TestStore;
import nudge.labeller.image.ImageRequest;

/** What tests of relays wait for, and the labels that they relay. */
final class Relays {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final UUID ANNA = UUID.randomUUID();
    /** Of images of which each is another. */
    private static final AtomicLong SEED = new AtomicLong(1_000_000);

    private Relays() {}

    /** Labels an image of its own so many times. */
    static void label(TestStore store, int labels) {
        UUID image = newImage(store);
        IntStream.range(0, labels)
                .mapToObj(i -> store.log().submit(new ImageRequest(ANNA, null, image, null, TestStore.label(i % 10))))
                .toList()
                .forEach(CompletableFuture::join);
    }

    /** An image that is not labelled yet. */
    static UUID newImage(TestStore store) {
        return store.add(SEED.incrementAndGet());
    }

    /** Waits until all that is in the log now is in Kafka. */
    static void caughtUp(TestStore store, Relay relay) {
        long head = Long.parseLong(store.query("SELECT position FROM log_head"));
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> relay.state() == Relay.State.RELAYING && relay.position() >= head);
    }

    static void halted(Relay relay, String why) {
        await().atMost(SOON).until(() -> relay.state() == Relay.State.HALTED);
        assertThat(relay.reason()).contains(why);
    }
}
