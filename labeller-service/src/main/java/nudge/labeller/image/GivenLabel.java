package nudge.labeller.image;

/**
 * A label as it stands: the latest that its annotator gave the image.
 *
 * @param position in the log; 0 where a labeller of a version before it was kept has written it, until the next rebuild
 */
public record GivenLabel(int digit, long position) {}
