package nudge.labeller.web.labelling;

import java.util.List;
import java.util.UUID;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.web.http.JsonFields;
import org.jspecify.annotations.Nullable;

/** Many labels at once, at most one hundred. */
record BulkBody(List<BulkLabel> labels) {
    static final int MOST = 100;

    static BulkBody of(JsonFields json) {
        return new BulkBody(
                json.list("labels", "labels", MOST).stream().map(BulkLabel::of).toList());
    }

    /**
     * What happens to one of the images: it gets a label, or loses its author's.
     *
     * @param version that its author saw, if they say so
     */
    record BulkLabel(
            UUID image, ImageCommand command, @Nullable Integer version) {
        /** A digit of null takes the label back; one that is missing is a mistake. */
        static BulkLabel of(JsonFields json) {
            return new BulkLabel(
                    json.uuid("image"),
                    json.isNull("digit")
                            ? new RetractLabel()
                            : LabelBody.of(json).command(),
                    LabelBody.version(json));
        }
    }
}
