package nudge.labeller.web.people;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what when, with names; those who were erased appear by their ids alone. */
final class AuditTrail {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ImageQueries images;
    private final Access access;

    AuditTrail(ImageQueries images, Access access) {
        this.images = images;
        this.access = access;
    }

    /** @param name of the actor, or null when it is not known (any more) */
    record AuditedEvent(
            long position,
            Instant at,
            UUID actor,
            @Nullable String name,
            String type,
            UUID image,
            int version,
            JsonNode data) {}

    /**
     * An entry of the access log.
     *
     * @param subject the person, token or invitation that it was done to, and its name if that is known
     * @param address where the request came from
     * @param about the way in, or the request that was refused
     */
    record AuditedAccess(
            long number,
            Instant at,
            @Nullable UUID actor,
            @Nullable String name,
            String type,
            @Nullable UUID subject,
            @Nullable String subjectName,
            @Nullable String role,
            @Nullable String address,
            @Nullable String about) {}

    /** One thing that happened: an event of the log, or one of access. */
    record Happening(@Nullable AuditedEvent event, @Nullable AuditedAccess access) {}

    /**
     * A page of the timeline.
     *
     * @param position where the older page begins, for events of the log
     * @param number where it begins for events of access
     */
    record Timeline(List<Happening> happenings, long position, long number) {}

    /** The log's events behind a position, oldest first. */
    List<AuditedEvent> eventsAfter(long position, int limit) {
        return named(images.eventsAfter(position, limit));
    }

    /** The log's events before a position, newest first. */
    List<AuditedEvent> eventsBefore(long position, int limit) {
        return named(images.eventsBefore(position, limit));
    }

    private List<AuditedEvent> named(List<StoredEvent> events) {
        Map<UUID, String> names = names(events.stream().map(StoredEvent::actor));
        return events.stream()
                .map(event -> new AuditedEvent(
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

    /** Who came in, was refused, and let whom in, before a number; newest first. */
    List<AuditedAccess> accessBefore(long number, int limit) {
        List<AccessLog.Entry> entries = access.log().before(number, limit);
        Map<UUID, String> names = names(entries.stream().flatMap(entry -> Stream.of(entry.actor(), entry.subject())));
        return entries.stream()
                .map(entry -> new AuditedAccess(
                        entry.number(),
                        entry.at(),
                        entry.actor(),
                        entry.actor() == null ? null : names.get(entry.actor()),
                        entry.type(),
                        entry.subject(),
                        entry.subject() == null ? null : names.get(entry.subject()),
                        entry.role(),
                        entry.address(),
                        entry.about()))
                .toList();
    }

    /** Both in one, newest first. */
    Timeline timeline(long beforePosition, long beforeNumber, int limit) {
        Deque<AuditedEvent> events = new ArrayDeque<>(eventsBefore(beforePosition, limit));
        Deque<AuditedAccess> ofAccess = new ArrayDeque<>(accessBefore(beforeNumber, limit));
        List<Happening> happenings = new ArrayList<>();
        long eventsFrom = events.isEmpty() ? 0 : events.element().position() + 1;
        long accessFrom = ofAccess.isEmpty() ? 0 : ofAccess.element().number() + 1;
        while (happenings.size() < limit && !(events.isEmpty() && ofAccess.isEmpty())) {
            if (ofAccess.isEmpty()
                    || !events.isEmpty()
                            && events.element().at().isAfter(ofAccess.element().at())) {
                AuditedEvent event = events.remove();
                eventsFrom = event.position();
                happenings.add(new Happening(event, null));
            } else {
                AuditedAccess entry = ofAccess.remove();
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
