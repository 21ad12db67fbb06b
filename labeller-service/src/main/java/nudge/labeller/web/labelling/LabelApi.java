package nudge.labeller.web.labelling;

import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.Receipt;
import nudge.labeller.web.http.IdempotencyKey;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What annotators decide about one image. */
@RestController
@RequestMapping("/api/images/{id}")
class LabelApi {
    private final Labelling labelling;

    LabelApi(Labelling labelling) {
        this.labelling = labelling;
    }

    @PostMapping("/label")
    Receipt label(@PathVariable UUID id, LabelBody label, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, label.version(), label.command());
    }

    @DeleteMapping("/label")
    Receipt retractLabel(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.RetractLabel());
    }

    @PostMapping("/skip")
    Receipt skip(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.Skip());
    }

    @DeleteMapping("/skip")
    Receipt retractSkip(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.RetractSkip());
    }

    @PostMapping("/reject")
    Receipt reject(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.Reject());
    }

    @DeleteMapping("/reject")
    Receipt retractRejection(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.RetractRejection());
    }
}
