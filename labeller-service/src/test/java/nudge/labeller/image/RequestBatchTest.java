package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import nudge.events.Split;
import nudge.labeller.image.Idempotency.Answer;
import nudge.labeller.image.Idempotency.Key;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.RefusedException.Reason;
import nudge.labeller.image.RequestBatch.ImageAt;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.Log;
import nudge.labeller.log.StoredEvent;
import org.junit.jupiter.api.Test;

class RequestBatchTest {
    private static final UUID ANNA = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final UUID IMAGE = new UUID(0, 3);
    private static final UUID OTHER = new UUID(0, 4);
    private static final Instant AT = Instant.parse("2026-11-24T00:00:00Z");
    private static final Image OPEN = new Image(1, Split.TRAIN, false, null, Map.of(), Set.of());

    private final AtomicLong ids = new AtomicLong();

    @Test
    void each_request_is_decided_on_the_state_that_the_ones_before_it_left() {
        RequestBatch batch = batch(Map.of());
        assertThat(batch.decide(label(ANNA, null, IMAGE, 1, 7), AT).answer())
                .isEqualTo(new Receipt(IMAGE, 3, 12, false));
        assertThat(batch.decide(label(BEN, null, OTHER, 1, 2), AT).answer())
                .isEqualTo(new Receipt(OTHER, 3, 14, false));
        assertThat(batch.decide(label(BEN, null, IMAGE, 3, 1), AT).answer())
                .isEqualTo(new Receipt(IMAGE, 5, 16, false));
        assertThat(batch.events()).extracting(StoredEvent::position).containsExactly(11L, 12L, 13L, 14L, 15L, 16L);
        assertThat(batch.events()).extracting(StoredEvent::version).containsExactly(2, 3, 2, 3, 4, 5);
        assertThat(batch.events()).extracting(StoredEvent::id).doesNotHaveDuplicates();
        assertThat(batch.events().get(0))
                .isEqualTo(new StoredEvent(11, new UUID(9, 1), IMAGE, 2, "label.given", 2, ANNA, AT, "{\"digit\":7}"));
        assertThat(batch.changed().get(IMAGE).position()).isEqualTo(16);
        assertThat(batch.changed().get(IMAGE).image().digit()).isEqualTo(1);
        assertThat(batch.before()).isEqualTo(Map.of(IMAGE, OPEN, OTHER, OPEN));
    }

    @Test
    void a_request_that_is_refused_leaves_no_trace() {
        RequestBatch batch = batch(Map.of());
        Outcome<Receipt> refused = batch.decide(label(ANNA, "key", IMAGE, 5, 7), AT);
        assertThat(refused.answer()).isNull();
        assertThat(refused.refusal())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        reason -> assertThat(reason.reason()).isEqualTo(Reason.STALE))
                .hasMessage("image " + IMAGE
                        + ": expected version 5, but the image is at version 1: fetch it again and decide anew");
        assertThat(batch.events()).isEmpty();
        assertThat(batch.changed()).isEmpty();
        assertThat(batch.idempotency().fresh()).isEmpty();
        assertThat(batch.decide(label(ANNA, null, IMAGE, 1, 7), AT).answer())
                .isEqualTo(new Receipt(IMAGE, 3, 12, false));
    }

    @Test
    void a_refusal_that_is_no_conflict_of_versions_speaks_for_itself() {
        Outcome<Receipt> unknown =
                batch(Map.of()).decide(new ImageRequest(ANNA, null, new UUID(0, 5), null, new Skip()), AT);
        assertThat(unknown.refusal()).hasMessage("there is no such image");
    }

    @Test
    void an_illegal_state_fails_its_request_alone() {
        Image damaged = new Image(1, Split.TRAIN, false, 3, Map.of(ANNA, new GivenLabel(3, 2)), Set.of(ANNA));
        RequestBatch batch = new RequestBatch(
                10,
                Map.of(IMAGE, new Image(1, Split.TRAIN, true, 7, Map.of(), Set.of()), OTHER, damaged),
                new Idempotency(Map.of()),
                this::id);
        assertThat(batch.decide(label(ANNA, null, OTHER, null, 4), AT).answer())
                .isEqualTo(new Receipt(OTHER, 3, 12, false));
        assertThat(batch.decide(label(ANNA, null, IMAGE, null, 4), AT).refusal())
                .isNotNull();
    }

    @Test
    void the_same_request_with_the_same_key_gets_the_same_answer_and_counts_once() {
        RequestBatch batch = batch(Map.of());
        Receipt first = batch.decide(label(ANNA, "key", IMAGE, 1, 7), AT).answer();
        assertThat(batch.decide(label(ANNA, "key", IMAGE, 1, 7), AT).answer()).isEqualTo(first);
        assertThat(batch.events()).hasSize(2);
        Map<Long, Log.Asked> asked = batch.idempotency().asked();
        assertThat(asked).containsOnlyKeys(12L);
        assertThat(asked.get(12L).key()).isEqualTo("key");
        assertThat(asked.get(12L).request())
                .isEqualTo(label(ANNA, "key", IMAGE, 1, 7).fingerprint());
    }

    @Test
    void a_key_that_is_stored_gets_the_answer_that_is_stored() {
        ImageRequest request = label(ANNA, "key", IMAGE, 1, 7);
        RequestBatch batch = batch(Map.of(
                new Key(ANNA, IMAGE, "key"), new Answer(request.fingerprint(), new Receipt(IMAGE, 3, 5, false))));
        assertThat(batch.decide(request, AT).answer()).isEqualTo(new Receipt(IMAGE, 3, 5, false));
        assertThat(batch.events()).isEmpty();
        assertThat(batch.idempotency().fresh()).isEmpty();
    }

    @Test
    void another_request_with_the_same_key_is_refused() {
        RequestBatch batch = batch(Map.of());
        batch.decide(label(ANNA, "key", IMAGE, 1, 7), AT);
        assertThat(batch.decide(label(ANNA, "key", IMAGE, 1, 8), AT).refusal())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.KEY_REUSED))
                .hasMessage("the idempotency key key was used for another request: make a new key for each label");
    }

    @Test
    void a_key_is_its_actors_and_its_images_own() {
        RequestBatch batch = batch(Map.of());
        batch.decide(label(ANNA, "key", IMAGE, null, 7), AT);
        assertThat(batch.decide(label(BEN, "key", IMAGE, null, 8), AT).answer())
                .isEqualTo(new Receipt(IMAGE, 5, 14, false));
        assertThat(batch.decide(label(ANNA, "key", OTHER, null, 8), AT).answer())
                .isEqualTo(new Receipt(OTHER, 3, 16, false));
        assertThat(batch.idempotency().fresh()).hasSize(3);
    }

    @Test
    void an_image_that_is_added_brings_its_pixels() {
        Pixels pixels = Pixels.of(new byte[784]);
        RequestBatch batch = batch(Map.of());
        Add add = new Add(pixels, Split.HELD_OUT, OptionalInt.of(3), "test");
        Outcome<Receipt> added = batch.decide(new ImageRequest(ANNA, null, pixels.imageId(), null, add), AT);
        assertThat(added.answer()).isEqualTo(new Receipt(pixels.imageId(), 3, 13, false));
        assertThat(batch.added()).isEqualTo(Map.of(pixels.imageId(), pixels));
        assertThat(batch.changed())
                .containsEntry(
                        pixels.imageId(),
                        new ImageAt(
                                new Image(
                                        3,
                                        Split.HELD_OUT,
                                        false,
                                        3,
                                        Map.of(ANNA, new GivenLabel(3, 12)),
                                        Set.of(),
                                        null,
                                        Verdict.NONE.withImported(3)),
                                13));
    }

    @Test
    void everything_that_was_asked_makes_the_fingerprint() {
        byte[] fingerprint = label(ANNA, "key", IMAGE, 1, 7).fingerprint();
        assertThat(label(BEN, "another", IMAGE, 1, 7).fingerprint()).isEqualTo(fingerprint);
        ImageEvent.Suggested suggested = new ImageEvent.Suggested(1, 0.5, "c-1");
        List<ImageRequest> others = List.of(
                label(ANNA, "key", OTHER, 1, 7),
                label(ANNA, "key", IMAGE, 2, 7),
                label(ANNA, "key", IMAGE, null, 7),
                label(ANNA, "key", IMAGE, 1, 8),
                new ImageRequest(ANNA, "key", IMAGE, 1, new GiveLabel(7, 5, null)),
                new ImageRequest(ANNA, "key", IMAGE, 1, new GiveLabel(7, null, suggested)));
        assertThat(others)
                .extracting(ImageRequest::fingerprint)
                .doesNotContain(fingerprint)
                .doesNotHaveDuplicates();
    }

    private RequestBatch batch(Map<Key, Answer> answers) {
        return new RequestBatch(10, Map.of(IMAGE, OPEN, OTHER, OPEN), new Idempotency(answers), this::id);
    }

    private UUID id() {
        return new UUID(9, ids.incrementAndGet());
    }

    private static ImageRequest label(UUID actor, String key, UUID image, Integer expected, int digit) {
        return new ImageRequest(actor, key, image, expected, new GiveLabel(digit, null, null));
    }
}
