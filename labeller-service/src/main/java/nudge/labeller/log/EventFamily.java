package nudge.labeller.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events of one kind of stream: their stable names in the log, their schemas, and their JSON.
 *
 * @param <E> the sealed type of the events
 */
public final class EventFamily<E> {
    /** Threads have their own buffers: to take them from one pool for all costs as much as to write an event. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .build())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final Map<String, Class<? extends E>> types;
    private final Map<Class<? extends E>, String> names;
    private final Upcasters upcasters;

    /** @param types the stable name of each event */
    public EventFamily(Map<String, Class<? extends E>> types, Upcasters upcasters) {
        this.types = Map.copyOf(types);
        this.names = types.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        this.upcasters = upcasters;
    }

    /** All types that there are. */
    public Set<String> types() {
        return types.keySet();
    }

    /** The stable name of an event. */
    public String type(E event) {
        return names.get(event.getClass());
    }

    /** The version of the type's data that is written today. */
    public int schema(String type) {
        return upcasters.current(type);
    }

    /** JSON as {@link HashChain#canonical} makes it. */
    public String write(E event) {
        return MAPPER.writeValueAsString(event);
    }

    /** Whether this version can read it. */
    boolean knows(String type, int schema) {
        return types.containsKey(type) && schema >= 1 && schema <= schema(type);
    }

    /** @throws IllegalStateException on a type or schema that this version does not know: it is never skipped */
    public void checkKnown(long position, String type, int schema) {
        if (!knows(type, schema)) {
            throw unknown(position, type, schema);
        }
    }

    static IllegalStateException unknown(long position, String type, int schema) {
        return new IllegalStateException("event " + position + " of the log has the type " + type + " with schema "
                + schema + ", which this version of Nudge does not know: run the version that wrote it, or a newer"
                + " one");
    }

    /** @throws IllegalStateException on a type or schema that this version does not know: it is never skipped */
    public E read(StoredEvent event) {
        checkKnown(event.position(), event.type(), event.schema());
        Class<? extends E> type = types.get(event.type());
        if (event.schema() == schema(event.type())) {
            return MAPPER.readValue(event.data(), type);
        }
        ObjectNode data = (ObjectNode) MAPPER.readTree(event.data());
        return MAPPER.treeToValue(upcasters.lift(event.type(), event.schema(), data), type);
    }
}
