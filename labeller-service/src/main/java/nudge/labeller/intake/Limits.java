package nudge.labeller.intake;

import java.time.Duration;

/**
 * How much a file may be once it is unpacked. A few KB that swell to gigabytes are refused while they do.
 *
 * @param entries of a ZIP
 * @param pictureBytes of one picture
 * @param pictureSide width and height of one picture, in pixels
 * @param scans of one JPEG: each costs a pass over the whole picture, and may be a few bytes
 * @param decoding how long one picture may take
 * @param unpackedBytes of the whole file
 * @param ratio unpacked bytes for each packed one, beyond the first megabyte
 */
public record Limits(
        int entries, int pictureBytes, int pictureSide, int scans, Duration decoding, long unpackedBytes, int ratio) {
    public static final Limits USUAL = new Limits(100_000, 32 << 20, 4096, 32, Duration.ofSeconds(10), 2L << 30, 200);
}
