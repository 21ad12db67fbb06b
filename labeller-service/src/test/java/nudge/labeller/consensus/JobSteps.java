package nudge.labeller.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.SetPolicy;
import nudge.labeller.quality.QualityEvent.RecomputeFinished;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.quality.Policy;
import org.awaitility.core.ConditionFactory;

/** What the tests of the work in the background do with a store. */
final class JobSteps {
    static final UUID ADMIN = new UUID(8, 8);

    static final UUID ANNA = new UUID(8, 1);

    static final UUID BEN = new UUID(8, 2);

    static final UUID CLEO = new UUID(8, 3);

    static final Map<String, Double> NO_GOLD =
            Map.of("quiz", 0.0, "gold", 0.0, "gold_at_first", 0.0, "audit", 0.0, "doubled", 0.0);

    private JobSteps() {}

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    static void decide(TestStore store, QualityCommand command) {
        store.log().submit(new QualityRequest(ADMIN, command)).join();
    }

    static void crowd(TestStore store, Map<String, Double> more) {
        Map<String, Double> settings = new HashMap<>(NO_GOLD);
        settings.putAll(more);
        decide(store, new SetPolicy(Policy.Crowd.of(settings)));
    }

    static ConsensusJobs jobs(TestStore store) {
        Database database = new Database(store.database());
        return new ConsensusJobs(database, store.log(), new QualityQueries(database));
    }

    static QualityState state(TestStore store) {
        return new QualityQueries(new Database(store.database())).state();
    }

    static UUID image(int number) {
        return TestStore.pixels(number).imageId();
    }

    static void add(TestStore store, int images) {
        List<LogRequest> requests = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            requests.add(new ImageRequest(ADMIN, null, image(i), null, TestStore.image(i)));
        }
        store.log().submitAll(requests).forEach(answer -> answer.join());
    }

    static void add(TestStore store, int upTo, int from) {
        for (int i = from; i < upTo; i++) {
            store.submit(ADMIN, image(i), TestStore.image(i));
        }
    }

    /** A label of somebody for each of the first images. */
    static void label(TestStore store, UUID annotator, int images, java.util.function.IntUnaryOperator digit) {
        List<LogRequest> requests = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            requests.add(new ImageRequest(annotator, null, image(i), null, TestStore.label(digit.applyAsInt(i))));
        }
        store.log().submitAll(requests).forEach(answer -> answer.join());
    }

    static String digits(TestStore store) {
        return store.query("SELECT string_agg(image || ':' || coalesce(digit::text, '-'), ' ' ORDER BY image)"
                + " FROM image_state");
    }

    static RecomputeFinished finished(TestStore store, long atLeast) {
        soon().until(() ->
                Long.parseLong(store.query("SELECT count(*) FROM event WHERE type = 'recompute.finished'")) >= atLeast);
        RecomputeFinished last = state(store).general().last();
        assertThat(last).isNotNull();
        return last;
    }
}
