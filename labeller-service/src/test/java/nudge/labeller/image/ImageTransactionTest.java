package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.Reject;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.RetractRejection;
import nudge.labeller.image.ImageCommand.RetractSkip;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.StoredEvent;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ImageTransactionTest {
    private static final UUID ANNA = UUID.randomUUID();
    private static final UUID BEN = UUID.randomUUID();
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
    void the_same_request_with_the_same_key_gets_the_same_answer() {
        UUID image = store.add(1);
        ImageRequest request = new ImageRequest(ANNA, "key 1", image, 1, TestStore.label(7));
        Receipt first = store.submit(request);
        assertThat(store.submit(request)).isEqualTo(first);
        assertThat(queries.history(image)).hasSize(3);
    }

    @Test
    void the_same_request_within_one_transaction_is_carried_out_once() {
        UUID image = store.add(2);
        ImageRequest request = new ImageRequest(ANNA, "key 2", image, 1, TestStore.label(7));
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(store.log().submit(request));
        }
        assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(queries.history(image)).hasSize(3);
    }

    @Test
    void the_answer_to_a_key_outlives_the_process() throws Exception {
        UUID image = store.add(3);
        ImageRequest request = new ImageRequest(ANNA, "key 3", image, 1, TestStore.label(7));
        Receipt first = store.submit(request);
        try (GroupCommit<LogRequest, Receipt> next = store.writer()) {
            assertThat(next.submit(request).join()).isEqualTo(first);
        }
    }

    @Test
    void a_key_is_refused_for_another_request_but_is_another_annotators_own() {
        UUID image = store.add(4);
        store.submit(new ImageRequest(ANNA, "key 4", image, null, TestStore.label(7)));
        refused(
                Reason.KEY_REUSED,
                () -> store.submit(new ImageRequest(ANNA, "key 4", image, null, TestStore.label(1))));
        refused(Reason.KEY_REUSED, () -> store.submit(new ImageRequest(ANNA, "key 4", image, 3, TestStore.label(7))));
        assertThat(store.submit(new ImageRequest(BEN, "key 4", image, null, TestStore.label(1)))
                        .version())
                .isEqualTo(5);
    }

    @Test
    void a_key_is_found_in_a_stream_that_has_become_long() {
        UUID image = store.add(41);
        ImageRequest early = new ImageRequest(ANNA, "early", image, null, TestStore.label(7));
        Receipt first = store.submit(early);
        for (int i = 0; i < 50; i++) {
            store.submit(BEN, image, TestStore.label(i % 10));
        }
        ImageRequest late = new ImageRequest(ANNA, "late", image, null, TestStore.label(1));
        Receipt last = store.submit(late);
        assertThat(last.version()).isGreaterThan(100);
        assertThat(store.submit(early)).isEqualTo(first);
        assertThat(store.submit(late)).isEqualTo(last);
        refused(Reason.KEY_REUSED, () -> store.submit(new ImageRequest(ANNA, "late", image, null, TestStore.label(2))));
    }

    @Test
    void the_key_of_an_image_that_was_added_gets_the_same_answer() {
        ImageRequest add = new ImageRequest(ANNA, "add", TestStore.pixels(42).imageId(), null, TestStore.image(42));
        assertThat(store.submit(add)).isEqualTo(store.submit(add));
    }

    @Test
    void a_key_is_refused_for_another_request_of_the_same_transaction() {
        UUID image = store.add(5);
        var first = store.log().submit(new ImageRequest(ANNA, "key 5", image, null, TestStore.label(7)));
        var second = store.log().submit(new ImageRequest(ANNA, "key 5", image, null, TestStore.label(1)));
        assertThat(first.join().version()).isEqualTo(3);
        refused(Reason.KEY_REUSED, second::join);
    }

    @Test
    void a_stale_version_is_refused_and_the_message_names_stream_expected_and_actual() {
        UUID image = store.add(6);
        store.submit(ANNA, image, TestStore.label(7));
        assertThatThrownBy(() -> store.submit(new ImageRequest(BEN, null, image, 1, TestStore.label(1))))
                .cause()
                .hasMessage("image " + image
                        + ": expected version 1, but the image is at version 3: fetch it again and decide anew");
        refused(Reason.UNKNOWN, () -> store.submit(ANNA, UUID.randomUUID(), TestStore.label(1)));
    }

    @Test
    void every_step_can_be_undone_and_the_state_is_as_before() {
        UUID image = store.add(7);
        Image before = state(image);
        store.submit(ANNA, image, TestStore.label(7));
        store.submit(ANNA, image, new RetractLabel());
        same(image, before);
        store.submit(ANNA, image, new Skip());
        store.submit(ANNA, image, new RetractSkip());
        same(image, before);
        store.submit(ANNA, image, new Reject());
        store.submit(ANNA, image, new RetractRejection());
        same(image, before);
        store.submit(ANNA, image, TestStore.label(7));
        Image labelled = state(image);
        store.submit(BEN, image, TestStore.label(1));
        store.submit(BEN, image, new RetractLabel());
        same(image, labelled);
        store.submit(BEN, image, new Reject());
        store.submit(BEN, image, new RetractRejection());
        same(image, labelled);
        assertThat(queries.history(image).stream().map(StoredEvent::version))
                .isEqualTo(
                        java.util.stream.IntStream.rangeClosed(1, state(image).version())
                                .boxed()
                                .toList());
    }

    @Test
    void an_annotator_may_change_their_mind() {
        UUID image = store.add(8);
        store.submit(ANNA, image, TestStore.label(7));
        store.submit(ANNA, image, TestStore.label(1));
        assertThat(state(image).digit()).isEqualTo(1);
        assertThat(state(image).labels()).hasSize(1);
        store.submit(ANNA, image, new RetractLabel());
        assertThat(state(image).digit()).isNull();
    }

    @Test
    void what_the_state_does_not_allow_is_refused_and_leaves_no_event() {
        UUID image = store.add(9);
        store.submit(ANNA, image, TestStore.label(7));
        int events = queries.history(image).size();
        refused(Reason.CONFLICT, () -> store.submit(BEN, image, new RetractLabel()));
        refused(Reason.CONFLICT, () -> store.submit(ANNA, image, new Skip()));
        refused(Reason.CONFLICT, () -> store.submit(ANNA, image, new RetractRejection()));
        refused(Reason.CONFLICT, () -> store.submit(ANNA, image, TestStore.image(9)));
        assertThat(queries.history(image)).hasSize(events);
    }

    @Test
    void a_held_out_image_with_a_known_label_is_neither_labelled_nor_rejected_nor_counted_for_training() {
        long images = queries.progress().images();
        Pixels pixels = TestStore.pixels(10);
        store.submit(BEN, pixels.imageId(), new Add(pixels, Split.HELD_OUT, OptionalInt.of(3), "test"));
        refused(Reason.CONFLICT, () -> store.submit(ANNA, pixels.imageId(), TestStore.label(7)));
        refused(Reason.CONFLICT, () -> store.submit(ANNA, pixels.imageId(), new Reject()));
        assertThat(queries.progress().images()).isEqualTo(images);
        assertThat(queries.progress().heldOut()).isEqualTo(1);
    }

    @Test
    void importing_twice_adds_nothing_the_second_time() {
        ImageImport images = new ImageImport(store.log(), new Database(store.database()), UUID.randomUUID());
        List<NewImage> batch = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            batch.add(new NewImage(
                    TestStore.pixels(1000 + i).bytes(),
                    Split.TRAIN,
                    i % 2 == 0 ? OptionalInt.empty() : OptionalInt.of(i % 10),
                    "MNIST"));
        }
        long before = images.count();
        assertThat(images.add(batch.subList(0, 1500))).isEqualTo(1500);
        assertThat(images.add(batch)).isEqualTo(1500);
        assertThat(images.add(batch)).isZero();
        assertThat(images.count()).isEqualTo(before + 3000);
        assertThat(queries.pixels(TestStore.pixels(1001).imageId()))
                .contains(batch.get(1).pixels());
    }

    private static Image state(UUID image) {
        return queries.image(image).orElseThrow();
    }

    private static void same(UUID image, Image expected) {
        assertThat(state(image))
                .usingRecursiveComparison()
                .ignoringFields("version")
                .isEqualTo(expected);
    }

    private static void refused(Reason reason, ThrowingCallable request) {
        assertThatThrownBy(request)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
