package nudge.labeller.web.blindness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.image.Receipt;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.model.TestTrainer;
import nudge.labeller.web.blindness.VisibleTraining.View;
import org.junit.jupiter.api.Test;

class VisibleTrainingTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:20:30.5Z");

    private final History history = new History();
    private final CurrentModel model = new CurrentModel();
    private boolean crowd = true;
    private boolean down;
    private long answers;

    private final Blindness blindness = new Blindness(() -> {
        answering();
        return crowd;
    });
    private final VisibleTraining training = new VisibleTraining(
            blindness,
            model,
            model,
            history,
            () -> {
                answering();
                return answers;
            },
            Clock.fixed(NOW, ZoneOffset.UTC));

    private void answering() {
        if (down) {
            throw new StoreUnavailableException(new SQLException("down"));
        }
    }

    private void publish(int number, Instant at) {
        TestTrainer.bring(number, at, history, model);
    }

    private static Actor actor(Role role) {
        UUID id = new UUID(1, role.ordinal());
        return new Actor(id, Actor.Kind.PERSON, role.wire(), role, id);
    }

    private String seen() {
        return training.modelFor(actor(Role.ANNOTATOR)).checkpoint().orElse("none");
    }

    @Test
    void under_crowd_whoever_is_below_a_reviewer_is_blind_and_under_solo_nobody() {
        for (Role role : Role.values()) {
            assertThat(blindness.covers(actor(role))).as(role.wire()).isEqualTo(role == Role.ANNOTATOR);
        }
        crowd = false;
        for (Role role : Role.values()) {
            assertThat(blindness.covers(actor(role))).as(role.wire()).isFalse();
        }
    }

    @Test
    void while_the_database_is_down_it_is_as_it_was() {
        down = true;
        assertThatThrownBy(() -> blindness.covers(actor(Role.ANNOTATOR))).isInstanceOf(StoreUnavailableException.class);
        assertThat(blindness.covers(actor(Role.ADMIN))).isFalse();
        down = false;
        assertThat(blindness.covers(actor(Role.ANNOTATOR))).isTrue();
        down = true;
        assertThat(blindness.covers(actor(Role.ANNOTATOR))).isTrue();
    }

    @Test
    void receipts_are_all_alike_for_the_blind() {
        Receipt receipt = new Receipt(new UUID(0, 1), 5, 4_711, true);
        assertThat(blindness.receipt(actor(Role.ANNOTATOR), receipt))
                .isEqualTo(new Receipt(new UUID(0, 1), 1, 0, false));
        assertThat(blindness.receipt(actor(Role.REVIEWER), receipt)).isSameAs(receipt);
    }

    @Test
    void a_checkpoint_that_follows_a_label_is_not_seen_before_many_have_answered_and_not_between_beats() {
        publish(0, NOW);
        assertThat(seen()).isEqualTo("checkpoint-0");
        for (answers = 1; answers < VisibleTraining.ANSWERS; answers++) {
            publish((int) answers, NOW);
            training.beat();
            assertThat(seen()).isEqualTo("checkpoint-0");
        }
        publish((int) answers, NOW);
        assertThat(seen()).as("between beats").isEqualTo("checkpoint-0");
        training.beat();
        assertThat(seen()).isEqualTo("checkpoint-" + VisibleTraining.ANSWERS);
        assertThat(training.modelFor(actor(Role.REVIEWER))).isSameAs(model);
    }

    @Test
    void it_moves_by_answers_alone_whatever_was_learned_of_them() {
        publish(0, NOW);
        training.beat();
        View before = training.view();
        answers = VisibleTraining.ANSWERS;
        training.beat();
        assertThat(training.view()).as("also when nothing was learned").isNotSameAs(before);
        assertThat(seen()).isEqualTo("checkpoint-0");
    }

    @Test
    void before_the_first_checkpoint_it_is_looked_for_at_each_beat() {
        training.beat();
        assertThat(training.view().checkpoint()).isNull();
        publish(0, NOW);
        assertThat(seen()).isEqualTo("none");
        training.beat();
        assertThat(seen()).isEqualTo("checkpoint-0");
    }

    @Test
    void the_curve_has_a_point_for_each_hour_that_is_over_and_for_each_move_with_the_time_of_the_move() {
        publish(0, Instant.parse("2026-05-01T08:10:00Z"));
        publish(1, Instant.parse("2026-05-01T08:50:00Z"));
        publish(2, Instant.parse("2026-05-01T09:30:00Z"));
        publish(3, Instant.parse("2026-05-01T10:00:01Z"));
        publish(4, Instant.parse("2026-05-01T10:20:29Z"));
        assertThat(training.view().curve())
                .extracting(point -> point.measured().checkpoint() + " " + point.at())
                .containsExactly(
                        "checkpoint-1 2026-05-01T09:00:00Z",
                        "checkpoint-2 2026-05-01T10:00:00Z",
                        "checkpoint-4 2026-05-01T10:20:30Z");
        publish(5, NOW);
        publish(6, NOW);
        answers = VisibleTraining.ANSWERS;
        training.beat();
        assertThat(training.view().curve())
                .extracting(point -> point.measured().checkpoint())
                .containsExactly("checkpoint-1", "checkpoint-2", "checkpoint-4", "checkpoint-6");
    }

    @Test
    void while_the_database_is_down_nothing_moves_and_afterwards_it_goes_on() {
        publish(0, NOW);
        training.beat();
        publish(1, NOW);
        answers = VisibleTraining.ANSWERS;
        down = true;
        training.beat();
        assertThat(seen()).isEqualTo("checkpoint-0");
        down = false;
        training.beat();
        assertThat(seen()).isEqualTo("checkpoint-1");
    }
}
