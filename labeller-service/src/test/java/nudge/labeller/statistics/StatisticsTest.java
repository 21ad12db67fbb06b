package nudge.labeller.statistics;

import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageProjections;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.statistics.AnnotatorSummary.GoldCount;
import nudge.labeller.statistics.WeightPreview.ChangedImage;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class StatisticsTest {
    private static final UUID ADMIN = id(100);
    private static final UUID ADA = id(101);
    private static final UUID BERT = id(102);
    private static final UUID CLEO = id(103);

    private TestStore store;
    private Database database;
    private LabelHistory history;
    private Statistics statistics;
    private Previews previews;
    private final List<UUID> images = new ArrayList<>();

    @BeforeEach
    void open() {
        store = new TestStore();
        database = new Database(store.database());
        history = new LabelHistory(database);
        statistics = new Statistics(history, database, people -> Map.of(ADA, "Ada", BERT, "Bert"));
        previews = new Previews(history, database, statistics);
    }

    @AfterEach
    void close() throws Exception {
        history.close();
        store.close();
    }

    private void addImages(int count) {
        for (int image = 0; image < count; image++) {
            images.add(store.submit(ADMIN, TestStore.pixels(image).imageId(), TestStore.image(image))
                    .image());
        }
    }

    private void label(UUID person, int image, int digit) {
        store.submit(person, images.get(image), new GiveLabel(digit, 800, null));
    }

    /** Ten images: Ada gives each its number, Bert errs twice, Cleo labels the first five. An eleventh is Bert's alone. */
    private void threePeople() {
        addImages(11);
        for (int image = 0; image < 10; image++) {
            label(ADA, image, image);
        }
        for (int image = 0; image < 10; image++) {
            label(BERT, image, image == 4 ? 9 : image == 7 ? 1 : image);
        }
        for (int image = 0; image < 5; image++) {
            label(CLEO, image, image);
        }
        label(BERT, 10, 2);
    }

    private void setPolicy(Policy policy) {
        store.log().submit(new QualityRequest(ADMIN, new SetPolicy(policy))).join();
    }

    @Test
    void under_solo_everybody_who_labelled_is_new_and_trusted_as_far_as_anybody() {
        threePeople();
        List<AnnotatorSummary> people = statistics.annotators().value();
        assertThat(people).extracting(AnnotatorSummary::id).containsExactly(BERT, ADA, CLEO);
        assertThat(people).extracting(AnnotatorSummary::name).containsExactly("Bert", "Ada", null);
        assertThat(people).extracting(AnnotatorSummary::labels).containsExactly(11, 10, 5);
        assertThat(people).extracting(AnnotatorSummary::trust).containsOnly(0.8);
        assertThat(people).extracting(AnnotatorSummary::state).containsOnly("new");
        assertThat(people).extracting(AnnotatorSummary::gold).containsOnly(new GoldCount(0, 0));
    }

    @Test
    void figures_of_the_whole_are_what_is_worked_out_by_hand() {
        threePeople();
        AgreementReport agreement = statistics.agreement();
        assertThat(agreement.alpha()).isEqualTo(460.0 / 556, within(1e-12));
        assertThat(agreement.people()).contains(new AgreementReport.Named(ADA, "Ada"));
        QualityReport quality = statistics.quality().value();
        assertThat(quality.policy().name()).isEqualTo("solo");
        assertThat(quality.policy().settings()).isEmpty();
        assertThat(quality.settings()).hasSize(CrowdSetting.values().length);
        assertThat(quality.progress()).isEqualTo(new QualityReport.Pool(11, 0, 0, 26, 26.0 / 11));
        assertThat(quality.agreement().alpha()).isEqualTo(agreement.alpha());
        assertThat(quality.gold().enough()).isFalse();
        assertThat(quality.estimate()).isNull();
        assertThat(quality.recompute()).isNull();
        assertThat(quality.advice()).anyMatch(advice -> advice.startsWith("Several people label"));
    }

    @Test
    void figures_follow_the_labels_and_are_not_made_twice_of_the_same() {
        threePeople();
        AgreementReport first = statistics.agreement();
        assertThat(statistics.agreement().overTime()).isSameAs(first.overTime());
        label(CLEO, 7, 7);
        Awaitility.await()
                .untilAsserted(() -> assertThat(statistics.agreement().labels()).isEqualTo(26));
        assertThat(statistics.agreement().position()).isGreaterThan(first.position());
        assertThat(statistics.agreement().overTime()).isNotSameAs(first.overTime());
    }

    @Test
    void a_report_knows_when_gold_was_answered_and_by_whom_labels_lost_their_weight() {
        setPolicy(Policy.Crowd.standard());
        UUID gold = store.submit(
                        ADMIN,
                        TestStore.pixels(500).imageId(),
                        new ImageCommand.Add(TestStore.pixels(500), Split.HELD_OUT, OptionalInt.of(3), "test"))
                .image();
        store.log()
                .submit(new QualityRequest(ADMIN, new ChooseGold(Map.of(gold, 3), "test")))
                .join();
        store.submit(ADA, gold, new GiveLabel(5, 800, null));
        store.log()
                .submit(new QualityRequest(ADMIN, new Distrust(ADA, 0, null)))
                .join();
        AnnotatorReport ada = statistics.annotator(ADA).orElseThrow().value();
        assertThat(ada.name()).isEqualTo("Ada");
        assertThat(ada.gold().seen()).isEqualTo(1);
        assertThat(ada.gold().correct()).isZero();
        AnnotatorReport.AnswerShown answer = ada.gold().answers().get(0);
        assertThat(answer.image()).isEqualTo(gold);
        assertThat(answer.digit()).isEqualTo(5);
        assertThat(answer.expected()).isEqualTo(3);
        assertThat(answer.at()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(ada.trust()).isEqualTo(8.0 / 11);
        assertThat(ada.state()).isEqualTo("distrusted");
        assertThat(ada.decisions()).hasSize(1);
        assertThat(ada.decisions().get(0).by()).isEqualTo(ADMIN);
        assertThat(ada.decisions().get(0).kind()).isEqualTo("distrusted");
        assertThat(ada.confusion()[3][5]).isEqualTo(1);
        assertThat(statistics.annotator(CLEO)).isEmpty();
        OwnReport own = statistics.own(ADA).value();
        assertThat(own.gold()).isEqualTo(new GoldCount(0, 0));
        assertThat(own.labels()).isZero();
        assertThat(own.state()).isEqualTo("new");
    }

    @Test
    void what_a_distrust_would_change_is_what_it_changes() {
        threePeople();
        WeightPreview preview = previews.weight(BERT, 0, false);
        assertThat(preview.labels()).isEqualTo(11);
        assertThat(preview.images()).isEqualTo(11);
        assertThat(preview.changed())
                .containsExactlyInAnyOrder(
                        new ChangedImage(images.get(7), 1, 7), new ChangedImage(images.get(10), 2, null));
        assertThat(preview.changedImages()).isEqualTo(1);
        assertThat(preview.opened()).isEqualTo(1);
        assertThat(preview.gold()).isEqualTo(new GoldCount(0, 0));
        assertThat(preview.suggestedFrom()).isNull();
        Map<UUID, Integer> expected = digits();
        preview.changed().forEach(image -> expected.put(image.image(), image.to()));

        store.log()
                .submit(new QualityRequest(ADMIN, new Distrust(BERT, 0, null)))
                .join();
        images.forEach(image -> store.submit(ADMIN, image, new Reconsider()));
        assertThat(digits()).isEqualTo(expected);
        assertThat(previews.weight(BERT, 0, true).changed())
                .containsExactlyInAnyOrder(
                        new ChangedImage(images.get(7), 7, 1), new ChangedImage(images.get(10), null, 2));
    }

    @Test
    void a_distrust_from_a_position_looks_at_the_labels_from_there_on_alone() {
        threePeople();
        long last = Long.parseLong(
                store.query("SELECT max(position) FROM event WHERE type = 'label.given' AND actor = '" + BERT + "'"));
        WeightPreview preview = previews.weight(BERT, last, false);
        assertThat(preview.labels()).isEqualTo(1);
        assertThat(preview.changed()).containsExactly(new ChangedImage(images.get(10), 2, null));
    }

    @Test
    void labels_that_have_weight_are_those_of_people_who_are_not_distrusted_then_and_now() {
        threePeople();
        LabelledCrowd before = history.read(LabelledCrowd::weighed);
        store.log()
                .submit(new QualityRequest(ADMIN, new Distrust(BERT, 0, null)))
                .join();
        assertThat(before.annotators()).containsExactly(ADA, BERT, CLEO);
        assertThat(history.read(LabelledCrowd::weighed).annotators()).containsExactly(ADA, CLEO);
        assertThat(history.read(LabelledCrowd::weighed).labels().size()).isEqualTo(15);
        assertThat(history.read(LabelledCrowd::of).labels().size()).isEqualTo(26);
        assertThat(weighed(before.position()).annotators()).containsExactly(ADA, BERT, CLEO);
        assertThat(weighed(before.position() + 1).annotators()).containsExactly(ADA, CLEO);
    }

    private LabelledCrowd weighed(long position) {
        return LabelledCrowd.weighed(LabelHistory.fold(database, position));
    }

    private Map<UUID, Integer> digits() {
        Map<UUID, Integer> digits = new HashMap<>();
        Map<UUID, Image> states = database.withHandle(handle -> ImageProjections.load(handle, images));
        states.forEach((id, image) -> digits.put(id, image.digit()));
        return digits;
    }

    @Test
    void a_preview_of_the_policy_crowd_counts_labels_by_the_people_that_there_are() {
        threePeople();
        addImagesThatWait();
        CrowdPreview preview = previews.policy(Policy.Crowd.standard());
        assertThat(preview.now().labelsPerImage()).isEqualTo(1);
        // Nobody is trusted beyond .8 yet: two labels at least, and three where they differ.
        assertThat(preview.labelsPerImage()).isBetween(2.0, 3.0);
        assertThat(preview.openImages()).isEqualTo(5);
        assertThat(preview.labelsNeeded()).isEqualTo(Math.round(5 * preview.labelsPerImage()));
        assertThat(preview.reopened()).isZero();
        assertThat(previews.policy(new Policy.Solo()).labelsPerImage()).isEqualTo(1);
    }

    private void addImagesThatWait() {
        for (int image = 100; image < 105; image++) {
            store.submit(ADMIN, TestStore.pixels(image).imageId(), TestStore.image(image));
        }
    }

    @Test
    void a_stricter_policy_reopens_what_a_laxer_one_settled() {
        setPolicy(Policy.Crowd.standard());
        addImages(3);
        for (int image = 0; image < 3; image++) {
            label(ADA, image, image);
            label(BERT, image, image);
        }
        assertThat(digits()).containsEntry(images.get(2), 2);
        Policy strict = Policy.Crowd.of(Map.of("settle_at", 0.9999, "unsettle_below", 0.9999, "least", 3.0));
        assertThat(previews.policy(strict).reopened()).isEqualTo(3);
        assertThat(previews.policy(Policy.Crowd.standard()).reopened()).isZero();
        assertThat(statistics.quality().value().progress().labelsPerImage()).isEqualTo(2);
    }
}
