package nudge.labeller.intake;

/**
 * How much a file may be once it is unpacked. A few KB that swell to gigabytes are refused while they do.
 *
 * @param entries of a ZIP
 * @param pictureBytes of one PNG or JPEG
 * @param pictureSide width and height of one picture, in pixels
 * @param unpackedBytes of the whole file
 * @param ratio unpacked bytes for each packed one, beyond the first megabyte
 */
public record Limits(int entries, int pictureBytes, int pictureSide, long unpackedBytes, int ratio) {
    public static final Limits USUAL = new Limits(100_000, 32 << 20, 4096, 2L << 30, 200);
}
