package nudge.labeller.statistics;

import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.image.ImageCommand.Reconsider;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.ChooseGold;
import nudge.labeller.quality.QualityCommand.CorrectGold;
import nudge.labeller.quality.QualityCommand.Distrust;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityCommand.TrustAgain;
import nudge.quality.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What was told of people at a position is told again whenever that position is asked for, whatever has happened since. */
@Tag("server")
class PastStatisticsTest {
    private static final UUID ADMIN = id(100);
    private static final UUID ADA = id(101);
    private static final UUID BERT = id(102);
    private static final int IMAGES = 120;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<Told> told = new ArrayList<>();
    private final List<Told> toldOfOneself = new ArrayList<>();
    private final Map<UUID, Long> milestones = new HashMap<>();
    private TestStore store;
    private LabelHistory history;
    private Statistics statistics;
    private PastStatistics past;

    @BeforeEach
    void open() {
        store = new TestStore();
        Database database = new Database(store.database());
        history = new LabelHistory(database);
        statistics = new Statistics(history, database, people -> Map.of(ADA, "Ada"));
        past = new PastStatistics(database, people -> Map.of(ADA, "Ada"));
    }

    @AfterEach
    void close() throws Exception {
        history.close();
        store.close();
    }

    /** @param report as JSON; empty when nothing was known of them */
    private record Told(long position, UUID id, String report) {}

    private static UUID image(int number) {
        return TestStore.pixels(number).imageId();
    }

    private void label(UUID person, int image, int digit) {
        store.submit(person, image(image), new GiveLabel(digit, 800, null));
    }

    private void decide(QualityCommand command) {
        store.log().submit(new QualityRequest(ADMIN, command)).join();
    }

    /** One's own figures are made when they are first asked for behind a milestone. */
    private void tell() {
        long position = Long.parseLong(store.query("SELECT position FROM log_head"));
        for (UUID person : List.of(ADA, BERT)) {
            told.add(new Told(position, person, json(statistics.annotator(person))));
            Statistics.AsOf<OwnReport> own = statistics.own(person);
            if (!Long.valueOf(own.position()).equals(milestones.put(person, own.position()))) {
                toldOfOneself.add(new Told(position, person, json(own)));
            }
        }
    }

    private static String json(Object told) {
        return MAPPER.writeValueAsString(told);
    }

    @Test
    void people_are_told_as_they_were_then() {
        for (int image = 0; image < IMAGES; image++) {
            store.submit(ADMIN, image(image), TestStore.image(image));
        }
        tell();
        for (int image = 0; image < IMAGES; image++) {
            label(ADA, image, image % 10);
            if (image % 2 == 0) {
                label(BERT, image, 7);
            }
            if (image % 25 == 24) {
                tell();
            }
        }
        decide(new Distrust(BERT, 0, null));
        store.submit(ADMIN, image(4), new Reconsider());
        tell();
        answerGold();
        decide(new TrustAgain(BERT, 0));
        store.submit(ADA, image(3), new RetractLabel());
        tell();

        assertThat(told.stream().map(Told::report).distinct().count()).isGreaterThan(10);
        assertThat(toldOfOneself).as("milestones").hasSize(5);
        for (Told then : told) {
            assertThat(json(past.annotator(then.id(), then.position())))
                    .as("of %s at %d", then.id(), then.position())
                    .isEqualTo(then.report());
        }
        for (Told then : toldOfOneself) {
            assertThat(json(past.own(then.id(), then.position())))
                    .as("%s of themselves at %d", then.id(), then.position())
                    .isEqualTo(then.report());
        }
        assertThat(past.annotator(ADA, 0)).isEmpty();
        assertThat(past.annotator(id(999), told.get(told.size() - 1).position()))
                .isEmpty();
    }

    private void answerGold() {
        decide(new SetPolicy(Policy.Crowd.standard()));
        store.submit(ADMIN, image(900), new Add(TestStore.pixels(900), Split.HELD_OUT, OptionalInt.of(3), "test"));
        decide(new ChooseGold(Map.of(image(900), 3), "test"));
        label(ADA, 900, 5);
        tell();
        decide(new CorrectGold(image(900), 5, "a 5"));
        tell();
    }
}
