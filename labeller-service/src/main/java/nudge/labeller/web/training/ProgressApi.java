package nudge.labeller.web.training;

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

    ProgressApi(CurrentProgress progress) {
        this.progress = progress;
    }

    @GetMapping
    ResponseEntity<PipelineProgress> progress() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(progress.read());
    }
}
