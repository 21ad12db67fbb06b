package nudge.labeller.web.people;

import java.util.List;
import nudge.labeller.web.http.Limit;
import nudge.labeller.web.people.AuditTrail.AuditedAccess;
import nudge.labeller.web.people.AuditTrail.AuditedEvent;
import nudge.labeller.web.people.AuditTrail.Timeline;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what when. */
@RestController
@RequestMapping("/api/audit")
class AuditApi {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final AuditTrail trail;

    AuditApi(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * The log's events.
     *
     * @param after those behind this position, oldest first
     * @param before without {@code after}: those before this position, newest first; the newest when it is not given
     */
    @GetMapping
    List<AuditedEvent> events(
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable Long before,
            @Limit(usual = USUAL, most = MOST) int limit) {
        return after != null ? trail.eventsAfter(after, limit) : trail.eventsBefore(orNewest(before), limit);
    }

    /** Who came in, was refused, and let whom in; newest first. */
    @GetMapping("/access")
    List<AuditedAccess> access(
            @RequestParam(required = false) @Nullable Long before, @Limit(usual = USUAL, most = MOST) int limit) {
        return trail.accessBefore(orNewest(before), limit);
    }

    /** Both in one, newest first. */
    @GetMapping("/timeline")
    Timeline timeline(
            @RequestParam(required = false) @Nullable Long position,
            @RequestParam(required = false) @Nullable Long number,
            @Limit(usual = USUAL, most = MOST) int limit) {
        return trail.timeline(orNewest(position), orNewest(number), limit);
    }

    private static long orNewest(@Nullable Long before) {
        return before == null ? Long.MAX_VALUE : before;
    }
}
