package nudge.labeller.image;

import org.jspecify.annotations.Nullable;

/**
 * Whether an image that is to be added has a twin on the other side of the split.
 *
 * @param position up to which images of the log were looked at
 * @param twin the nearest, or null when there is none
 */
public record TwinSearch(long position, @Nullable Twin twin) {
    /** For an image that cannot have a twin. */
    static final TwinSearch NEEDLESS = new TwinSearch(Long.MAX_VALUE, null);
}
