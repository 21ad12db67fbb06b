package nudge.labeller.duplicates;

/**
 * An image as {@link NearDuplicateIndex} compares it. Of two images that are compared, one is moved, and the other stays where
 * it is.
 */
public final class ProjectedImage {
    private static final int PLACES = 9;

    /** The projections of the image in one place, or in nine: 24 numbers each. */
    final short[] points;

    private ProjectedImage(short[] points) {
        this.points = points;
    }

    /**
     * The image that stays.
     *
     * @param pixels 784 bytes
     */
    public static ProjectedImage still(byte[] pixels) {
        short[] points = new short[Projection.DIMENSIONS];
        Projection.of(Projection.Inked.of(pixels), 0, 0, points, 0);
        return new ProjectedImage(points);
    }

    /**
     * The image that is moved: where it is, and by a pixel in each direction.
     *
     * @param pixels 784 bytes
     */
    public static ProjectedImage moved(byte[] pixels) {
        Projection.Inked inked = Projection.Inked.of(pixels);
        short[] points = new short[PLACES * Projection.DIMENSIONS];
        int at = 0;
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                Projection.of(inked, down, right, points, at);
                at += Projection.DIMENSIONS;
            }
        }
        return new ProjectedImage(points);
    }
}
