package nudge.labeller.image;

import nudge.labeller.duplicates.ProjectedImage;
import org.jspecify.annotations.Nullable;

/**
 * Whether an image that is to be added has a twin on the other side of the split.
 *
 * @param position up to which images of the log were looked at
 * @param twin the nearest, or null when there is none
 * @param projected the image as it was looked for, or null when it was not
 */
public record TwinSearch(
        long position, @Nullable Twin twin, @Nullable ProjectedImage projected) {
    /** For an image that cannot have a twin. */
    public static final TwinSearch NEEDLESS = new TwinSearch(Long.MAX_VALUE, null, null);
}
