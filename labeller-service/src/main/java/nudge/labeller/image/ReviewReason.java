package nudge.labeller.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a person should look at an image. */
public enum ReviewReason {
    /** As many labels as are collected do not agree. */
    DISPUTE,
    /** An annotator says that it is no digit. */
    REJECTED,
    /** The model contradicts its label. */
    MODEL,
    /** Somebody who labelled it is sure of their label. */
    CONTEST,
    /** Drawn at random. */
    AUDIT;

    /** The name in JSON and in the database. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException on any other name */
    @JsonCreator
    public static ReviewReason of(String wire) {
        for (ReviewReason each : values()) {
            if (each.wire().equals(wire)) {
                return each;
            }
        }
        throw new IllegalArgumentException("expected dispute, rejected, model, contest or audit, got " + wire);
    }

    /** Whether the image waits for the reviewer, and for nobody else. */
    boolean blocks() {
        return this == DISPUTE || this == REJECTED;
    }
}
