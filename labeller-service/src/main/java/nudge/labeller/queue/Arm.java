package nudge.labeller.queue;

import java.util.Locale;

/** Why somebody is given an image. Stands in the label's event. */
public enum Arm {
    /** Drawn at random. */
    RANDOM,
    /** The model doubts what it shows. */
    MODEL,
    /** It has labels, and waits for another. */
    SECOND,
    /** Its digit is known. */
    GOLD,
    /** On a sheet of images that the model takes for the same digit. */
    BULK;

    /** The name in the log. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
