package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.audit.Audit;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.LeaveOut;
import nudge.labeller.image.ImageCommand.TakeIn;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.queue.TaskQueue;
import nudge.mnist.Mnist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class NearDuplicatesTest {
    private static final UUID ANNA = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final Mnist MNIST = Mnist.test();
    private static TestStore store;
    private static ImageQueries queries;

    @BeforeAll
    static void open() {
        store = new TestStore();
        queries = new ImageQueries(new Database(store.database()));
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @Test
    void a_near_duplicate_of_a_held_out_image_is_put_aside_and_neither_handed_out_nor_settled_nor_counted() {
        UUID twin = add(store.log(), MNIST.image(0), Split.HELD_OUT).image();
        ImageQueries.Progress before = queries.progress();
        Receipt aside = add(store.log(), moved(MNIST.image(0)), Split.TRAIN);
        assertThat(aside.putAside()).isTrue();
        assertThat(events(aside.image())).containsExactly("image.put-aside");
        assertThat(ImageEventJson.read(queries.history(aside.image()).get(0)))
                .isInstanceOfSatisfying(ImagePutAside.class, event -> {
                    assertThat(event.twin().image()).isEqualTo(twin);
                    assertThat(event.twin().distance()).isBetween(0.0, 1.0);
                });
        store.submit(ANNA, aside.image(), TestStore.label(7));
        assertThat(events(aside.image())).containsExactly("image.put-aside", "label.given");
        assertThat(new TaskQueue(new Database(store.database()), Duration.ofMinutes(1)).lease(List.of(aside.image())))
                .isEmpty();
        assertThat(queries.progress().images()).isEqualTo(before.images());
        assertThat(queries.progress().putAside()).isEqualTo(before.putAside() + 1);
        assertThat(queries.twins(List.of(aside.image(), twin)).keySet()).containsExactly(aside.image());
    }

    @Test
    void a_held_out_image_whose_twin_is_a_training_image_is_put_aside_as_well() {
        UUID twin = add(store.log(), moved(MNIST.image(1)), Split.TRAIN).image();
        store.submit(ANNA, twin, TestStore.label(2));
        Receipt aside = add(store.log(), MNIST.image(1), Split.HELD_OUT);
        assertThat(aside.putAside()).isTrue();
        assertThat(queries.twins(List.of(aside.image())).get(aside.image()).image())
                .isEqualTo(twin);
        assertThat(queries.image(twin).orElseThrow().digit()).isEqualTo(2);
    }

    @Test
    void a_label_that_came_with_it_counts_as_soon_as_it_is_taken_in_and_no_longer_when_it_is_left_out() {
        add(store.log(), MNIST.image(2), Split.HELD_OUT);
        UUID aside = add(store.log(), moved(MNIST.image(2)), Split.TRAIN).image();
        store.submit(new ImageRequest(ANNA, null, aside, 1, TestStore.label(1)));
        store.submit(BEN, aside, new TakeIn());
        assertThat(queries.image(aside).orElseThrow().digit()).isEqualTo(1);
        store.submit(BEN, aside, new LeaveOut());
        assertThat(queries.image(aside).orElseThrow().digit()).isNull();
        store.submit(BEN, aside, new TakeIn());
        assertThat(events(aside))
                .containsExactly(
                        "image.put-aside",
                        "label.given",
                        "image.taken-in",
                        "label.settled",
                        "image.left-out",
                        "label.unsettled",
                        "image.taken-in",
                        "label.settled");
    }

    @Test
    void twins_within_one_transaction_are_seen_whichever_comes_first() {
        List<ImageRequest> requests = List.of(
                request(MNIST.image(3), Split.HELD_OUT),
                request(moved(MNIST.image(3)), Split.TRAIN),
                request(moved(MNIST.image(4)), Split.TRAIN),
                request(MNIST.image(4), Split.HELD_OUT));
        assertThat(store.log().submitAll(requests).stream()
                        .map(CompletableFuture::join)
                        .map(Receipt::putAside))
                .containsExactly(false, true, false, true);
    }

    @Test
    void a_twin_that_another_labeller_added_is_seen_and_so_is_one_from_before_the_start() throws Exception {
        add(store.log(), MNIST.image(5), Split.HELD_OUT);
        try (GroupCommit<LogRequest, Receipt> other = store.writer()) {
            assertThat(add(other, moved(MNIST.image(5)), Split.TRAIN).putAside())
                    .isTrue();
            for (int i = 10; i < 14; i++) {
                add(i % 2 == 0 ? other : store.log(), MNIST.image(i), Split.HELD_OUT);
                assertThat(add(i % 2 == 0 ? store.log() : other, moved(MNIST.image(i)), Split.TRAIN)
                                .putAside())
                        .as("image %d", i)
                        .isTrue();
            }
        }
    }

    @Test
    void what_was_searched_for_before_its_twin_came_is_put_aside_all_the_same() throws Exception {
        ImageTransaction transaction = new ImageTransaction(java.time.Clock.systemUTC(), UUID::randomUUID);
        add(store.log(), MNIST.image(20), Split.HELD_OUT);
        List<LogRequest> early =
                transaction.prepare(store.database(), List.of(request(moved(MNIST.image(21)), Split.TRAIN)));
        add(store.log(), MNIST.image(21), Split.HELD_OUT);
        try (GroupCommit<LogRequest, Receipt> writer =
                new GroupCommit<>(store.database(), transaction::run, () -> {})) {
            assertThat(writer.submitAll(early).get(0).join().putAside()).isTrue();
        }
    }

    @Test
    void rebuilt_projections_equal_the_live_ones_and_the_log_is_sound() throws Exception {
        List<ImageRequest> requests = new ArrayList<>();
        for (int i = 30; i < 60; i++) {
            requests.add(request(MNIST.image(i), i % 3 == 0 ? Split.TRAIN : Split.HELD_OUT));
            requests.add(request(moved(MNIST.image(i)), i % 3 == 0 ? Split.HELD_OUT : Split.TRAIN));
        }
        List<Receipt> receipts = store.log().submitAll(requests).stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(receipts.stream().filter(Receipt::putAside)).hasSize(30);
        store.submit(BEN, receipts.get(1).image(), new LeaveOut());
        store.submit(BEN, receipts.get(3).image(), new TakeIn());
        try (Connection owner = store.owner()) {
            assertThat(Rebuild.run(owner).different()).isZero();
        }
        assertThat(Audit.run(store.database(), null).sound()).isTrue();
        assertThat(queries.progress().leftOut()).isPositive();
        assertThat(queries.progress().putAside())
                .isEqualTo(queries.browse(
                                new ImageSearch.Filter(null, null, null, ImageSearch.State.PUT_ASIDE),
                                Long.MAX_VALUE,
                                200)
                        .images()
                        .size());
    }

    private static Receipt add(GroupCommit<LogRequest, Receipt> log, byte[] pixels, Split split) {
        return log.submit(request(pixels, split)).join();
    }

    private static ImageRequest request(byte[] bytes, Split split) {
        Pixels pixels = Pixels.of(bytes);
        return new ImageRequest(
                ANNA, null, pixels.imageId(), null, new Add(pixels, split, OptionalInt.empty(), "test"));
    }

    private static List<String> events(UUID image) {
        return queries.history(image).stream().map(event -> event.type()).toList();
    }

    /** By a pixel to the right, and a little lighter where there is ink. */
    private static byte[] moved(byte[] picture) {
        byte[] moved = new byte[784];
        for (int i = 1; i < 784; i++) {
            int ink = picture[i - 1] & 0xff;
            moved[i] = (byte) (ink > 200 ? ink - 1 : ink);
        }
        return moved;
    }
}
