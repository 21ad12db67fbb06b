package nudge.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The rule that decided whether a measured checkpoint becomes the champion. */
public enum PromotionRule {
    /** There was no anchor yet: the first checkpoint that was measured. */
    FIRST("first", true),
    /** Proven better than the anchor; it is the anchor from now on. */
    BETTER("better", true),
    /** Proven to be at most two points worse than the anchor. */
    HARMLESS("harmless", true),
    /** With too few held-out images for a proof: not observed to be more than two points worse. */
    UNPROVEN("unproven", true),
    /** Not proven harmless, or, with few held-out images, observed to be more than two points worse. */
    REJECTED("rejected", false),
    /** It recognises some digit far less often than the anchor does. */
    RECALL("recall", false);

    private final String wire;
    private final boolean promotes;

    PromotionRule(String wire, boolean promotes) {
        this.wire = wire;
        this.promotes = promotes;
    }

    /** The name in JSON. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** Whether a checkpoint that it decides on becomes the champion. */
    public boolean promotes() {
        return promotes;
    }

    /** Whether something is proven on held-out images of a checkpoint that it promotes. */
    public boolean isProof() {
        return this == BETTER || this == HARMLESS;
    }

    /** Whether a checkpoint that it decides on is what later ones are compared with. */
    public boolean movesAnchor() {
        return this == FIRST || this == BETTER;
    }

    /** @throws IllegalArgumentException on any other name than those of the contract */
    @JsonCreator
    public static PromotionRule of(String wire) {
        for (PromotionRule each : values()) {
            if (each.wire.equals(wire)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "expected the rule first, better, harmless, unproven, rejected or recall, got " + wire);
    }
}
