package nudge.labeller.intake;

/**
 * How many scans a JPEG has (ITU-T T.81, annex B). Each begins with its header, and is entropy-coded data up to the next marker.
 * What decoders pass over between two segments is passed over here too, so that none has scans which are not counted.
 */
final class JpegScans {
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;

    private JpegScans() {}

    /** Counts up to the end of the image, or of the file. */
    static int count(byte[] file) {
        int scans = 0;
        int at = marker(file, 2);
        while (at + 4 <= file.length) {
            int marker = file[at + 1] & 0xff;
            if (marker == END_OF_IMAGE) {
                return scans;
            }
            scans += marker == START_OF_SCAN ? 1 : 0;
            int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
            at = marker(file, at + 2 + length);
        }
        return scans;
    }

    /** Whether the end of the image is there. */
    static boolean isWhole(byte[] file) {
        int at = marker(file, 2);
        while (at + 4 <= file.length && (file[at + 1] & 0xff) != END_OF_IMAGE) {
            at = marker(file, at + 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff));
        }
        return at + 2 <= file.length && (file[at + 1] & 0xff) == END_OF_IMAGE;
    }

    /** Where the first marker from here on stands that is neither a restart nor a stuffed byte; behind the file if none does. */
    static int marker(byte[] file, int from) {
        for (int at = from; at + 1 < file.length; at++) {
            int next = file[at + 1] & 0xff;
            boolean standsAlone = next == 0x01 || next >= 0xd0 && next <= 0xd7;
            if ((file[at] & 0xff) == 0xff && next != 0 && next != 0xff && !standsAlone) {
                return at;
            }
        }
        return file.length;
    }
}
