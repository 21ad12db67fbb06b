package nudge.labeller.consensus;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import nudge.events.Basis;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.ImageEvent.LabelUnsettled;
import nudge.labeller.image.ImageEvent.ReviewAsked;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.image.ReviewReason;
import nudge.labeller.log.StoredEvent;
import nudge.quality.CrowdSetting;
import nudge.quality.Policy;

/**
 * The images that are drawn for the random audit when their labels are settled, folded event by event. A person looks at each of
 * them once. Owned by one thread.
 */
final class AuditFold {
    private static final String PURPOSE = "audit";
    private static final Set<String> TYPES =
            Set.of(ImageEventJson.LABEL_SETTLED, ImageEventJson.LABEL_UNSETTLED, "review.asked", "label.adjudicated");

    private final KeyedDraw draw;
    /** Drawn, settled, and nobody has been asked yet. */
    private final Set<UUID> waiting = new LinkedHashSet<>();
    /** Somebody has been asked, or has decided. */
    private final Set<UUID> done = new HashSet<>();

    AuditFold(KeyedDraw draw) {
        this.draw = draw;
    }

    /** @param policy as of the event */
    void fold(StoredEvent stored, Policy policy) {
        if (!TYPES.contains(stored.type())) {
            return;
        }
        ImageEvent event = ImageEventJson.read(stored);
        UUID image = stored.stream();
        if (event instanceof LabelSettled settled) {
            if (settled.basis() == Basis.POSTERIOR
                    && policy instanceof Policy.Crowd crowd
                    && !done.contains(image)
                    && draw.isDrawn(PURPOSE, image, crowd.value(CrowdSetting.AUDIT))) {
                waiting.add(image);
            }
        } else if (event instanceof LabelUnsettled) {
            waiting.remove(image);
        } else if (event instanceof LabelAdjudicated
                || event instanceof ReviewAsked asked && asked.reason() == ReviewReason.AUDIT) {
            waiting.remove(image);
            done.add(image);
        }
    }

    /** Takes the images for which a person is to be asked now. One that cannot be asked for comes again when it is settled anew. */
    List<UUID> take() {
        List<UUID> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** For these, nobody may have been asked: to ask twice does nothing. */
    void putBack(List<UUID> taken) {
        taken.stream().filter(image -> !done.contains(image)).forEach(waiting::add);
    }
}
