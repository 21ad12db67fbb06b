package nudge.labeller.image;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import nudge.events.Basis;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageSkipped;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEvent.ReviewClosed;
import nudge.labeller.image.ImageEvent.SkipRetracted;
import nudge.labeller.log.EventFamily;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.log.Upcasters;

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
            Map.entry("label.adjudicated", LabelAdjudicated.class),
            Map.entry("adjudication.retracted", AdjudicationRetracted.class),
            Map.entry("review.asked", ReviewAsked.class),
            Map.entry("review.closed", ReviewClosed.class),
            Map.entry("image.skipped", ImageSkipped.class),
            Map.entry("skip.retracted", SkipRetracted.class),
            Map.entry("image.rejected", ImageRejected.class),
            Map.entry("rejection.retracted", RejectionRetracted.class));
    public static final EventFamily<ImageEvent> FAMILY = new EventFamily<>(TYPES, upcasters());

    private ImageEventJson() {}

    /** Before there were policies, one label settled an image. Why an image had been handed out was not written down. */
    private static Upcasters upcasters() {
        return new Upcasters(Map.of(
                "label.given",
                new TreeMap<>(Map.of(1, given -> given)),
                LABEL_SETTLED,
                new TreeMap<>(Map.of(
                        1,
                        settled -> settled.put("policy", 0)
                                .put("basis", Basis.SINGLE.wire())
                                .put("estimate", 0)))));
    }

    public static String type(ImageEvent event) {
        return FAMILY.type(event);
    }

    /** JSON as {@link nudge.labeller.log.HashChain#canonical} makes it. */
    public static String write(ImageEvent event) {
        return FAMILY.write(event);
    }

    /** The version of the type's data that is written today. */
    public static int schema(String type) {
        return FAMILY.schema(type);
    }

    /** @throws IllegalStateException on what is no event of an image, or has a schema that this version does not know */
    public static ImageEvent read(StoredEvent event) {
        return FAMILY.read(event);
    }

    /** All types that there are. */
    static Set<String> types() {
        return FAMILY.types();
    }
}
