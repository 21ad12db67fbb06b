package nudge.labeller.log;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lifts the data of old events to the schema that is written today, one version at a time. Pure, JSON to JSON: the event in
 * the log stays as it is.
 */
public final class Upcasters {
    /** For families whose types all stand at their first schema. */
    public static final Upcasters NONE = new Upcasters(Map.of());

    private final Map<String, TreeMap<Integer, UnaryOperator<ObjectNode>>> steps;

    /** @param steps for each type: from a schema's data to the next schema's */
    public Upcasters(Map<String, TreeMap<Integer, UnaryOperator<ObjectNode>>> steps) {
        this.steps = Map.copyOf(steps);
    }

    /** The schema of a type that is written today. */
    public int current(String type) {
        TreeMap<Integer, UnaryOperator<ObjectNode>> known = steps.get(type);
        return known == null ? 1 : known.lastKey() + 1;
    }

    /** @param schema of the data: at least 1, at most the current one */
    public ObjectNode lift(String type, int schema, ObjectNode data) {
        ObjectNode lifted = data;
        for (int from = schema; from < current(type); from++) {
            lifted = steps.get(type).get(from).apply(lifted);
        }
        return lifted;
    }
}
