package nudge.labeller.web;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.access.Access;
import nudge.labeller.access.AccessLog;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.log.StoredEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what when. Names are looked up: of those who were erased, ids are left. */
@RestController
@RequestMapping("/api/audit")
class AuditApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MOST = 1000;

    private final ImageQueries images;
    private final Access access;

    AuditApi(ImageQueries images, Access access) {
        this.images = images;
        this.access = access;
    }

    /** @param name of the actor, or null when it is not known (any more) */
    record Entry(
            long position,
            Instant at,
            UUID actor,
            @Nullable String name,
            String type,
            UUID image,
            int version,
            JsonNode data) {}

    /** @param subject the person, token or invitation that it was done to, and its name if that is known */
    record AccessEntry(
            long number,
            Instant at,
            @Nullable UUID actor,
            @Nullable String name,
            String type,
            @Nullable UUID subject,
            @Nullable String subjectName,
            @Nullable String role) {}

    /**
     * The log's events.
     *
     * @param after those behind this position, oldest first
     * @param before without {@code after}: those before this position, newest first; the newest when it is not given
     */
    @GetMapping
    List<Entry> events(
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "100") int limit) {
        int most = Requests.count(limit, MOST);
        List<StoredEvent> events = after != null
                ? images.eventsAfter(after, most)
                : images.eventsBefore(before == null ? Long.MAX_VALUE : before, most);
        Map<UUID, String> names = names(events.stream().map(StoredEvent::actor));
        return events.stream()
                .map(event -> new Entry(
                        event.position(),
                        event.at(),
                        event.actor(),
                        names.get(event.actor()),
                        event.type(),
                        event.stream(),
                        event.version(),
                        MAPPER.readTree(event.data())))
                .toList();
    }

    /** Who came in, was refused, and let whom in; newest first. */
    @GetMapping("/access")
    List<AccessEntry> access(
            @RequestParam(required = false) @Nullable Long before, @RequestParam(defaultValue = "100") int limit) {
        List<AccessLog.Entry> entries =
                access.log().before(before == null ? Long.MAX_VALUE : before, Requests.count(limit, MOST));
        Map<UUID, String> names = names(entries.stream().flatMap(entry -> Stream.of(entry.actor(), entry.subject())));
        return entries.stream()
                .map(entry -> new AccessEntry(
                        entry.number(),
                        entry.at(),
                        entry.actor(),
                        entry.actor() == null ? null : names.get(entry.actor()),
                        entry.type(),
                        entry.subject(),
                        entry.subject() == null ? null : names.get(entry.subject()),
                        entry.role()))
                .toList();
    }

    /** One thing that happened: an event of the log, or one of access. */
    record Happening(@Nullable Entry event, @Nullable AccessEntry access) {}

    /**
     * A page of the timeline.
     *
     * @param position where the older page begins, for events of the log
     * @param number where it begins for events of access
     */
    record Timeline(List<Happening> happenings, long position, long number) {}

    /** Both in one, newest first. */
    @GetMapping("/timeline")
    Timeline timeline(
            @RequestParam(required = false) @Nullable Long position,
            @RequestParam(required = false) @Nullable Long number,
            @RequestParam(defaultValue = "100") int limit) {
        Deque<Entry> events = new ArrayDeque<>(events(null, position, limit));
        Deque<AccessEntry> ofAccess = new ArrayDeque<>(access(number, limit));
        List<Happening> happenings = new ArrayList<>();
        long eventsFrom = events.isEmpty() ? 0 : events.element().position() + 1;
        long accessFrom = ofAccess.isEmpty() ? 0 : ofAccess.element().number() + 1;
        while (happenings.size() < limit && !(events.isEmpty() && ofAccess.isEmpty())) {
            if (ofAccess.isEmpty()
                    || !events.isEmpty()
                            && events.element().at().isAfter(ofAccess.element().at())) {
                Entry event = events.remove();
                eventsFrom = event.position();
                happenings.add(new Happening(event, null));
            } else {
                AccessEntry entry = ofAccess.remove();
                accessFrom = entry.number();
                happenings.add(new Happening(null, entry));
            }
        }
        return new Timeline(happenings, eventsFrom, accessFrom);
    }

    private Map<UUID, String> names(Stream<@Nullable UUID> ids) {
        Set<UUID> known = ids.filter(Objects::nonNull).collect(Collectors.toSet());
        return access.people().names(known);
    }
}
