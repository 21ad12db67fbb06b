package nudge.labeller.web.training;

import nudge.labeller.access.Actor;
import nudge.labeller.web.blindness.VisibleTraining;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far everything is. */
@RestController
@RequestMapping("/api/progress")
class ProgressApi {
    private final CurrentProgress progress;
    private final VisibleTraining training;

    ProgressApi(CurrentProgress progress, VisibleTraining training) {
        this.progress = progress;
        this.training = training;
    }

    /** A {@link PipelineProgress}, or for the blind an {@link OwnProgress}. */
    @GetMapping
    ResponseEntity<Object> progress(Actor actor) {
        Object read = training.isHeldBack(actor) ? progress.readOwn(actor.id()) : progress.read();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(read);
    }
}
