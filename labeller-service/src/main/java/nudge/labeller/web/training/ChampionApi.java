package nudge.labeller.web.training;

import java.util.Optional;
import nudge.events.ChampionChanged;
import nudge.labeller.access.Actor;
import nudge.labeller.web.blindness.VisibleTraining;
import nudge.labeller.web.blindness.VisibleTraining.View;
import nudge.labeller.web.http.BadRequestException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The champion: the checkpoint whose network makes suggestions and predictions. */
@RestController
class ChampionApi {
    private final VisibleTraining training;

    ChampionApi(VisibleTraining training) {
        this.training = training;
    }

    @GetMapping("/api/champion")
    ChampionView champion(Actor actor) {
        if (training.isHeldBack(actor)) {
            View view = training.view();
            return ChampionView.blind(known(view.model().champion()), view.at());
        }
        return ChampionView.of(known(training.modelFor(actor).champion()));
    }

    private static ChampionChanged known(Optional<ChampionChanged> champion) {
        return champion.orElseThrow(() -> new BadRequestException(
                HttpStatus.NOT_FOUND,
                "there is no champion yet: the first is the first checkpoint that is measured, which takes labels of held-out"
                        + " images; until then suggestions are the latest checkpoint's, unproven"));
    }
}
