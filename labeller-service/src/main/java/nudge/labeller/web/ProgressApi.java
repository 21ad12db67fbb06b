package nudge.labeller.web;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far everything is. */
@RestController
@RequestMapping("/api/progress")
class ProgressApi {
    private final EventStream live;

    ProgressApi(EventStream live) {
        this.live = live;
    }

    /**
     * Counts of the pool and positions in the log.
     *
     * @param images training images; {@code labelled}, {@code skipped} and {@code rejected} are some of them
     * @param importing images that this installation is adding, and that are not in the pool yet
     * @param position the last event of the log
     * @param relayed the last event that is committed in Kafka
     * @param trained the last label that the latest checkpoint has learned
     */
    record Progress(
            long images,
            long labelled,
            long skipped,
            long rejected,
            long heldOut,
            long importing,
            long position,
            long relayed,
            long trained,
            Services services) {}

    /** Each {@code up} or {@code down}. */
    record Services(String database, String kafka, String trainer) {}

    @GetMapping
    ResponseEntity<Progress> progress() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(live.progress());
    }
}
