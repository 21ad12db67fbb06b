package nudge.labeller.intake;

/**
 * A photo or scan of a whole page, upright: {@code [height][width]} brightness row by row, 0 = black.
 *
 * @param grey nobody changes it
 * @param step of so many pixels, along each side, one was read
 * @param photoWidth of the photo before it was thinned out, and {@code photoHeight}
 */
public record PagePicture(byte[] grey, int width, int height, int step, int photoWidth, int photoHeight) {
    /** A page with a few hundred digits needs no more pixels along a side. */
    private static final int ENOUGH = 2400;

    /**
     * Decodes a picture within the limits of every other one.
     *
     * @param file PNG or JPEG
     * @throws UnreadableException when it is none, damaged, or beyond a limit
     */
    public static PagePicture of(byte[] file, Limits limits) throws UnreadableException {
        return Photo.page(file, limits, ENOUGH);
    }
}
