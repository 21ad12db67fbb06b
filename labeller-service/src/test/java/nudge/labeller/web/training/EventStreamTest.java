package nudge.labeller.web.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.UUID;
import nudge.labeller.TestStore;
import nudge.labeller.access.Actor;
import nudge.labeller.access.Role;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageImport;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.History;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.relay.Relay;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.http.BadRequestException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;

@Tag("server")
class EventStreamTest {
    @Test
    void when_there_is_room_for_no_more_pages_it_says_so_and_blames_nobody_else() throws Exception {
        try (TestStore store = new TestStore();
                GenericApplicationContext context = new GenericApplicationContext()) {
            Database database = new Database(store.database());
            History history = new History();
            CurrentModel model = new CurrentModel();
            OwnLabels labels = new OwnLabels(database);
            Blindness nobody = new Blindness(() -> false);
            EventStream stream = new EventStream(
                    history,
                    new CurrentProgress(
                            new ImageQueries(database),
                            new ImageImport(store.log(), database, UUID.randomUUID()),
                            history,
                            model,
                            () -> new Relay.Status(Relay.State.RELAYING, 0, ""),
                            labels,
                            System::nanoTime),
                    new VisibleTraining(nobody, model, model, history, labels::answers, Clock.systemUTC()),
                    VisibleTraining.BEAT);
            for (int person = 0; person < 20; person++) {
                assertThatCode(stream::checkRoom).doesNotThrowAnyException();
                UUID id = new UUID(0, person);
                Actor owner = new Actor(id, Actor.Kind.PERSON, "Person " + person, Role.ANNOTATOR, id);
                for (int page = 0; page < 55; page++) {
                    stream.open(owner, null);
                }
            }
            assertThatThrownBy(stream::checkRoom)
                    .isInstanceOfSatisfying(
                            BadRequestException.class,
                            full -> assertThat(full.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE))
                    .hasMessage("expected at most 1000 open pages in all: close some, or try again later");
            stream.onApplicationEvent(new ContextClosedEvent(context));
        }
    }
}
