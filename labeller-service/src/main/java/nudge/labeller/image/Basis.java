package nudge.labeller.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a settled label rests on. */
public enum Basis {
    /** The latest label alone: the policy solo. */
    SINGLE("single"),
    /** The labels of several people, each weighed. */
    POSTERIOR("posterior"),
    /** A reviewer decided. */
    ADJUDICATED("adjudicated"),
    /** The image came with its label. */
    IMPORT("import");

    private final String wire;

    Basis(String wire) {
        this.wire = wire;
    }

    /** The name in JSON. */
    @JsonValue
    public String wire() {
        return wire;
    }

    @JsonCreator
    static Basis of(String wire) {
        for (Basis each : values()) {
            if (each.wire.equals(wire)) {
                return each;
            }
        }
        throw new IllegalArgumentException("expected single, posterior, adjudicated or import, got " + wire);
    }
}
