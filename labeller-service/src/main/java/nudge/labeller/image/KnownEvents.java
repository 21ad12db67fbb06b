package nudge.labeller.image;

import java.util.List;
import nudge.labeller.log.EventFamilies;
import nudge.labeller.quality.AnnotatorEvent;
import nudge.labeller.quality.QualityEvent;

/** The families of events that this version knows. */
public final class KnownEvents {
    public static final EventFamilies ALL =
            new EventFamilies(List.of(ImageEventJson.FAMILY, AnnotatorEvent.FAMILY, QualityEvent.FAMILY));

    private KnownEvents() {}
}
