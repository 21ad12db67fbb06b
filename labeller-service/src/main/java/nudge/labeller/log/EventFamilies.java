package nudge.labeller.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All events that a log may hold: a registry of families, in which each type belongs to one. */
public final class EventFamilies {
    private final Map<String, EventFamily<?>> byType = new HashMap<>();

    /** @throws IllegalArgumentException when two families have a type of the same name */
    public EventFamilies(List<EventFamily<?>> families) {
        for (EventFamily<?> family : families) {
            for (String type : family.types()) {
                if (byType.put(type, family) != null) {
                    throw new IllegalArgumentException("expected one family for each type, got two for " + type);
                }
            }
        }
    }

    /** @throws IllegalStateException on a type or schema that this version does not know: it is never skipped */
    public void checkKnown(long position, String type, int schema) {
        family(position, type, schema).checkKnown(position, type, schema);
    }

    /**
     * The event of whatever family.
     *
     * @throws IllegalStateException on a type or schema that this version does not know: it is never skipped
     */
    public Object read(StoredEvent event) {
        return family(event.position(), event.type(), event.schema()).read(event);
    }

    /**
     * Whether it is an event of this family, and not of another.
     *
     * @throws IllegalStateException on a type or schema that this version does not know: it is never skipped
     */
    public boolean isOf(EventFamily<?> family, StoredEvent event) {
        checkKnown(event.position(), event.type(), event.schema());
        return byType.get(event.type()) == family;
    }

    private EventFamily<?> family(long position, String type, int schema) {
        EventFamily<?> family = byType.get(type);
        if (family == null) {
            throw EventFamily.unknown(position, type, schema);
        }
        return family;
    }
}
