package nudge.labeller.image;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.log.StoredEvent;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The stable names of the events in the log, and their JSON. */
public final class ImageEventJson {
    public static final String LABEL_SETTLED = "label.settled";
    public static final String LABEL_UNSETTLED = "label.unsettled";

    private static final Map<String, Class<? extends ImageEvent>> TYPES = Map.ofEntries(
            Map.entry("image.added", ImageAdded.class),
            Map.entry("image.put-aside", ImagePutAside.class),
            Map.entry("image.taken-in", ImageTakenIn.class),
            Map.entry("image.left-out", ImageLeftOut.class),
            Map.entry("label.given", LabelGiven.class),
            Map.entry("label.retracted", LabelRetracted.class),
            Map.entry(LABEL_SETTLED, LabelSettled.class),
            Map.entry(LABEL_UNSETTLED, LabelUnsettled.class),
            Map.entry("image.skipped", ImageSkipped.class),
            Map.entry("skip.retracted", SkipRetracted.class),
            Map.entry("image.rejected", ImageRejected.class),
            Map.entry("rejection.retracted", RejectionRetracted.class));
    private static final Map<Class<? extends ImageEvent>, String> NAMES =
            TYPES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    /** Threads have their own buffers: to take them from one pool for all costs as much as to write an event. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .build())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .changeDefaultPropertyInclusion(include ->
                    include.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private ImageEventJson() {}

    public static String type(ImageEvent event) {
        return NAMES.get(event.getClass());
    }

    /** JSON as {@link nudge.labeller.log.HashChain#canonical} makes it. */
    public static String write(ImageEvent event) {
        return MAPPER.writeValueAsString(event);
    }

    /** The version of the type's data that is written today. */
    public static int schema(String type) {
        return Upcasters.TODAY.current(type);
    }

    /** @throws IllegalStateException on a type or schema that this version does not know: it is never skipped */
    public static ImageEvent read(StoredEvent event) {
        checkKnown(event.position(), event.type(), event.schema());
        Class<? extends ImageEvent> type = TYPES.get(event.type());
        if (event.schema() == schema(event.type())) {
            return MAPPER.readValue(event.data(), type);
        }
        ObjectNode data = (ObjectNode) MAPPER.readTree(event.data());
        return MAPPER.treeToValue(Upcasters.TODAY.lift(event.type(), event.schema(), data), type);
    }

    /** @throws IllegalStateException on a type or schema that this version does not know: it is never skipped */
    public static void checkKnown(long position, String type, int schema) {
        if (!TYPES.containsKey(type) || schema < 1 || schema > schema(type)) {
            throw new IllegalStateException("event " + position + " of the log has the type " + type + " with schema "
                    + schema + ", which this version of Nudge does not know: run the version that wrote it, or a newer"
                    + " one");
        }
    }

    /** All types that there are. */
    static Set<String> types() {
        return TYPES.keySet();
    }
}
