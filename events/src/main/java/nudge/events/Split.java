package nudge.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What an image is for. Decided once, when the image is added. */
public enum Split {
    /** Learned from. */
    TRAIN("train"),
    /** Never trained on, whatever happens to its label: it measures accuracy. */
    HELD_OUT("held-out");

    private final String wire;

    Split(String wire) {
        this.wire = wire;
    }

    /** The name in JSON and in the database. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException on any other name than {@code train} and {@code held-out} */
    @JsonCreator
    public static Split of(String wire) {
        for (Split each : values()) {
            if (each.wire.equals(wire)) {
                return each;
            }
        }
        throw new IllegalArgumentException("expected the split train or held-out, got " + wire);
    }
}
