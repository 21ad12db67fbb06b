package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nudge.standalone.Deployment.Part;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The services as operators run them. The tests follow each other on one Nudge, and after each nothing is missing. */
@Tag("server")
@ExtendWith(ContainersOrEmbedded.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeploymentTest {
    private static final int IMAGES = 4_000;

    private static long acknowledged;

    @BeforeAll
    static void fill(Deployment nudge) throws InterruptedException, SQLException {
        long began = System.nanoTime();
        String token = nudge.token();
        LabelledImages.add(nudge.http(), token, 0, 1);
        Api api = new Api(URI.create(nudge.http()), () -> token);
        long position = api.label(api.tasks(1).get(0), 5, 0).position();
        acknowledged = 1;
        Duration labelled = nudge.startedIn().plusNanos(System.nanoTime() - began);
        Checkpoints.awaitCovering(nudge.kafka(), position);
        System.out.printf(
                Locale.ROOT,
                "nudge: healthy after %.1f s, first label after %.1f s%n",
                nudge.startedIn().toMillis() / 1e3,
                labelled.toMillis() / 1e3);
        LabelledImages.add(nudge.http(), token, 1, IMAGES);
    }

    @Test
    @Order(1)
    void each_part_crashes_while_a_program_labels_and_nothing_is_lost(Deployment nudge) throws Exception {
        Annotator annotator = new Annotator(nudge.http(), nudge.token());
        for (Part part : List.of(Part.TRAINER, Part.LABELLER, Part.KAFKA, Part.POSTGRES)) {
            awaitMoreLabels(annotator);
            nudge.crash(part);
            awaitMoreLabels(annotator);
        }
        assertNothingIsLost(nudge, annotator, "four crashes");
    }

    @Test
    @Order(2)
    void each_part_is_restarted_while_a_program_labels_and_nothing_is_lost(Deployment nudge) throws Exception {
        Annotator annotator = new Annotator(nudge.http(), nudge.token());
        List<Duration> stops = new ArrayList<>();
        for (Part part : Part.values()) {
            awaitMoreLabels(annotator);
            stops.add(nudge.restart(part));
            awaitMoreLabels(annotator);
        }
        assertThat(stops).allSatisfy(stop -> assertThat(stop).isLessThan(Duration.ofSeconds(10)));
        assertNothingIsLost(nudge, annotator, "a rolling restart");
    }

    @Test
    @Order(3)
    void the_data_survive_down_and_up(Deployment nudge) throws Exception {
        nudge.downAndUp();
        assertNothingIsLost(nudge, new Annotator(nudge.http(), nudge.token()), "down and up");
    }

    private static void awaitMoreLabels(Annotator annotator) {
        long before = annotator.acknowledged();
        await().atMost(Duration.ofSeconds(90))
                .failFast(annotator::failed)
                .until(() -> annotator.acknowledged() > before + 20);
    }

    private static void assertNothingIsLost(Deployment nudge, Annotator annotator, String after) throws SQLException {
        awaitMoreLabels(annotator);
        long position = annotator.stop();
        acknowledged += annotator.acknowledged();
        Checkpoints.awaitCovering(nudge.kafka(), position);
        try (Connection database = nudge.database()) {
            List<String> settled = LabelledImages.settled(database);
            assertThat((long) settled.size()).isEqualTo(acknowledged);
            assertThat(LabelledImages.published(nudge.kafka())).isEqualTo(settled);
        }
        System.out.printf(
                Locale.ROOT,
                "nudge: after %s: %,d labels acknowledged, in the log and in Kafka%n",
                after,
                acknowledged);
    }
}
