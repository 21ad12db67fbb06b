package nudge.labeller.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a JPEG says of its colours before its first scan.
 *
 * @param components 1 is grey, 3 is colour, 4 is CMYK; 0 when it does not say
 * @param adobe whether it has Adobe's segment: CMYK is then stored inverted, 0 = full ink
 * @param transformed whether four components are YCCK
 */
record JpegHeader(int components, boolean adobe, boolean transformed) {
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private static final int START_OF_SCAN = 0xda;
    private static final int APP14 = 0xee;
    private static final int YCCK = 2;

    static JpegHeader of(byte[] file) {
        int components = 0;
        boolean adobe = false;
        boolean transformed = false;
        for (int at = JpegScans.marker(file, 2); at + 4 <= file.length; ) {
            int marker = file[at + 1] & 0xff;
            int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
            if (marker == START_OF_SCAN) {
                break;
            }
            if (isFrame(marker) && at + 10 <= file.length) {
                components = file[at + 9] & 0xff;
            }
            if (marker == APP14
                    && length >= 14
                    && at + 16 <= file.length
                    && Arrays.equals(file, at + 4, at + 9, ADOBE, 0, 5)) {
                adobe = true;
                transformed = file[at + 15] == YCCK;
            }
            at = JpegScans.marker(file, at + 2 + length);
        }
        return new JpegHeader(components, adobe, transformed);
    }

    /** SOF0 to SOF15, without the tables and extensions between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
