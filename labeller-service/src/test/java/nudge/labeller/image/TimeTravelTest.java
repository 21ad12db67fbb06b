package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Adjudicate;
import nudge.labeller.image.ImageCommand.AskReview;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageCommand.RetractAdjudication;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.log.Log;
import nudge.labeller.quality.PastQuality;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.CorrectGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.RetireGold;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.labeller.quality.QualityProjections;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was answered at a position is answered again whenever that position is asked for, whatever has happened since. */
@Tag("server")
class TimeTravelTest {
    private static final int MOST = 20;
    /** So many commands are carried out while somebody asks. */
    private static final int TOGETHER = 50;

    private static final int IMAGES = 120;
    private static final List<UUID> ANNOTATORS =
            IntStream.rangeClosed(1, 6).mapToObj(i -> new UUID(7, i)).toList();
    private static final UUID REVIEWER = new UUID(8, 1);

    private final Random random = new Random(5);
    private final List<Answered> answered = new ArrayList<>();
    private List<UUID> images;
    private TestStore store;
    private Database database;

    @BeforeEach
    void open() {
        store = new TestStore();
        database = new Database(store.database());
        List<CompletableFuture<Receipt>> added = IntStream.range(0, IMAGES)
                .mapToObj(i -> store.log()
                        .submit(new ImageRequest(
                                REVIEWER, null, TestStore.pixels(i).imageId(), null, TestStore.image(i))))
                .toList();
        images = added.stream().map(receipt -> receipt.join().image()).toList();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    /** What was answered, and at which position of the log. */
    private record Answered(
            long position, Map<UUID, Image> states, QualityState quality, OpenImages open, List<Review> reviews) {}

    private record Review(UUID image, String reason, double score) {}

    @Test
    void consensus_quality_queue_and_reviews_are_as_they_were_then() throws Exception {
        answered.add(now());
        label();
        answered.add(now());
        assertThat(answered.stream().map(Answered::position).distinct().count()).isGreaterThan(10);
        assertThat(answered.stream().map(each -> each.quality().general().policyName()))
                .contains("solo", "crowd");
        assertThat(answered.stream().anyMatch(each -> !each.reviews().isEmpty()))
                .isTrue();
        assertThat(answered.stream().anyMatch(each -> each.open().secondOpinions() > 0))
                .isTrue();
        for (Answered then : answered) {
            assertThat(asOf(then.position()))
                    .as("at position %s", then.position())
                    .isEqualTo(then);
        }
    }

    /** One image alone is the same as among all. */
    @Test
    void an_image_is_as_it_was_and_not_there_before_it_was_added() {
        UUID image = images.get(3);
        long added = Long.parseLong(store.query("SELECT position FROM event WHERE stream = '" + image + "'"));
        long labelled =
                store.submit(ANNOTATORS.get(0), image, TestStore.label(7)).position();
        store.submit(ANNOTATORS.get(1), image, TestStore.label(1));
        assertThat(snapshot(added - 1).image(image)).isEmpty();
        assertThat(snapshot(added).image(image).orElseThrow().digit()).isNull();
        assertThat(snapshot(labelled).image(image).orElseThrow().digit()).isEqualTo(7);
        assertThat(snapshot(labelled + 2).image(image).orElseThrow().digit()).isEqualTo(1);
    }

    /** Several people, a distrust and its taking back, gold that is corrected and retired, disputes and adjudications. */
    private void label() throws Exception {
        decide(150);
        quality(new SetPolicy(Policy.Crowd.of(Map.of("most", 3.0))));
        Map<UUID, Integer> gold = new TreeMap<>();
        images.subList(0, 10).forEach(image -> gold.put(image, 3));
        quality(new ChooseGold(gold, "for the test"));
        decide(300);
        quality(new Distrust(ANNOTATORS.get(0), 0, null));
        reconsider();
        decide(100);
        quality(new CorrectGold(images.get(0), 5, "a five"));
        quality(new RetireGold(images.get(1), "everybody misses it"));
        quality(new TrustAgain(ANNOTATORS.get(0), 0));
        reconsider();
        decide(100);
        quality(new SetPolicy(new Policy.Solo()));
        decide(100);
    }

    private void quality(QualityCommand command) {
        store.log().submit(new QualityRequest(REVIEWER, command)).join();
    }

    private void reconsider() {
        images.stream()
                .map(image -> store.log().submit(new ImageRequest(REVIEWER, null, image, null, new Reconsider())))
                .toList()
                .forEach(CompletableFuture::join);
    }

    /** Asks how things stand while each few of the commands are carried out. */
    private void decide(int commands) throws Exception {
        for (int done = 0; done < commands; done += TOGETHER) {
            List<CompletableFuture<Receipt>> receipts =
                    Stream.generate(this::submitted).limit(TOGETHER).toList();
            answered.add(now());
            for (CompletableFuture<Receipt> receipt : receipts) {
                Throwable refused =
                        receipt.handle((carriedOut, failure) -> failure).join();
                assertThat(refused == null || refused instanceof RefusedException)
                        .as(String.valueOf(refused))
                        .isTrue();
            }
        }
    }

    private CompletableFuture<Receipt> submitted() {
        boolean reviews = random.nextInt(10) == 0;
        return store.log()
                .submit(new ImageRequest(
                        reviews ? REVIEWER : ANNOTATORS.get(random.nextInt(ANNOTATORS.size())),
                        null,
                        images.get(random.nextInt(IMAGES)),
                        null,
                        reviews ? ofReviewer() : ofAnnotator()));
    }

    private ImageCommand ofAnnotator() {
        return switch (random.nextInt(12)) {
            case 0 -> new RetractLabel();
            case 1 -> new Skip();
            default -> TestStore.label(random.nextInt(3) > 0 ? 3 : random.nextInt(10));
        };
    }

    private ImageCommand ofReviewer() {
        return switch (random.nextInt(4)) {
            case 0 -> new RetractAdjudication();
            case 1 -> new AskReview(ReviewReason.AUDIT, 0.5);
            case 2 -> new Adjudicate(null, "no digit");
            default -> new Adjudicate(random.nextInt(10), "");
        };
    }

    /** From the projections, all at one position. */
    private Answered now() throws Exception {
        try (Connection connection = store.database().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Answered answered = Database.withHandle(connection, this::now);
            connection.rollback();
            return answered;
        }
    }

    private Answered now(Handle handle) {
        return new Answered(
                Log.head(handle).position(),
                new TreeMap<>(ImageProjections.load(handle, images)),
                QualityProjections.load(handle, QualityState.NONE),
                OpenImages.now(handle, MOST),
                handle.createQuery("SELECT image, reason, score FROM review ORDER BY image")
                        .map(ConstructorMapper.of(Review.class))
                        .list());
    }

    /** From the log. */
    private Answered asOf(long position) {
        Map<UUID, Image> states = new TreeMap<>();
        List<Review> reviews = new ArrayList<>();
        snapshot(position).eachState((image, state) -> {
            states.put(image, state.image());
            ReviewReason review = state.image().verdict().review();
            if (review != null) {
                reviews.add(
                        new Review(image, review.wire(), state.image().verdict().score()));
            }
        });
        return new Answered(
                position,
                states,
                new PastQuality(database).state(position),
                OpenImages.asOf(snapshot(position), MOST),
                reviews);
    }

    private Snapshot snapshot(long position) {
        return new ImageQueries(database).snapshot(position);
    }
}
