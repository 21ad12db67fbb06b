package nudge.labeller.web.quality;

import nudge.labeller.access.Actor;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.web.quality.QualityDecider.Decided;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** By which policy labels are collected and settled. */
@RestController
@RequestMapping("/api/quality/policy")
class PolicyApi {
    private final QualityDecider decider;

    PolicyApi(QualityDecider decider) {
        this.decider = decider;
    }

    @PutMapping
    Decided set(PolicyBody body, Actor actor) {
        return decider.decide(actor, new QualityCommand.SetPolicy(body.policy()));
    }
}
