package nudge.labeller.web.quality;

import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.web.quality.QualityDecider.Decided;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether somebody's labels have weight, from any of them on. */
@RestController
@RequestMapping("/api/annotators/{id}")
class TrustApi {
    private final QualityDecider decider;

    TrustApi(QualityDecider decider) {
        this.decider = decider;
    }

    @PostMapping("/distrust")
    Decided distrust(@PathVariable UUID id, FromBody body, Actor actor) {
        return decider.decide(actor, new QualityCommand.Distrust(id, body.from(), null));
    }

    @PostMapping("/trust")
    Decided trust(@PathVariable UUID id, FromBody body, Actor actor) {
        return decider.decide(actor, new QualityCommand.TrustAgain(id, body.from()));
    }
}
