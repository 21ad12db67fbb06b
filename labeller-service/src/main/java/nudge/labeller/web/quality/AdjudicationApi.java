package nudge.labeller.web.quality;

import java.util.List;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.web.http.IdempotencyKey;
import nudge.labeller.web.quality.QualityDecider.Decided;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a reviewer decides that an image shows. */
@RestController
@RequestMapping("/api/images/{id}/adjudication")
class AdjudicationApi {
    private final QualityDecider decider;

    AdjudicationApi(QualityDecider decider) {
        this.decider = decider;
    }

    @PostMapping
    Decided adjudicate(@PathVariable UUID id, AdjudicationBody body, Actor actor, @Nullable IdempotencyKey key) {
        return decide(actor, key, id, new ImageCommand.Adjudicate(body.digit(), body.comment()));
    }

    @DeleteMapping
    Decided retract(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return decide(actor, key, id, new ImageCommand.RetractAdjudication());
    }

    private Decided decide(Actor actor, @Nullable IdempotencyKey key, UUID id, ImageCommand command) {
        return decider.decide(
                List.of(new ImageRequest(actor.id(), key == null ? null : key.value(), id, null, command)));
    }
}
