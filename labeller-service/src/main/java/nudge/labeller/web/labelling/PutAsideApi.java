package nudge.labeller.web.labelling;

import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.Receipt;
import nudge.labeller.web.http.IdempotencyKey;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What reviewers decide about an image that was put aside, since it is nearly the same as another one. */
@RestController
@RequestMapping("/api/images/{id}")
class PutAsideApi {
    private final Labelling labelling;

    PutAsideApi(Labelling labelling) {
        this.labelling = labelling;
    }

    /** It is another image: it is used, with the label that it came with. */
    @PostMapping("/take-in")
    Receipt takeIn(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.TakeIn());
    }

    /** It is the same: it is used for nothing. */
    @PostMapping("/leave-out")
    Receipt leaveOut(@PathVariable UUID id, Actor actor, @Nullable IdempotencyKey key) {
        return labelling.decide(actor, key, id, null, new ImageCommand.LeaveOut());
    }
}
