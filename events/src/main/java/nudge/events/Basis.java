package nudge.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a settled label rests on. */
public enum Basis {
    /** The latest label of one person. */
    SINGLE("single"),
    /** The labels of all, weighed by how each of them labels. */
    POSTERIOR("posterior"),
    /** The decision of a reviewer. */
    ADJUDICATED("adjudicated"),
    /** The label that the image came with. */
    IMPORT("import");

    private final String wire;

    Basis(String wire) {
        this.wire = wire;
    }

    /** The name in JSON and in the database. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException on any other name than those of the contract */
    @JsonCreator
    public static Basis of(String wire) {
        for (Basis each : values()) {
            if (each.wire.equals(wire)) {
                return each;
            }
        }
        throw new IllegalArgumentException("expected the basis single, posterior, adjudicated or import, got " + wire);
    }
}
