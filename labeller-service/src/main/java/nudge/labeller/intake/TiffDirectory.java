package nudge.labeller.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The first directory of a TIFF (Adobe, "TIFF Revision 6.0"), or of Exif data, which is one. Whatever leads out of the bytes is
 * not there.
 *
 * @param tiff in its byte order
 * @param entries by their places
 * @param more whether another directory follows: a second page
 */
record TiffDirectory(ByteBuffer tiff, List<Integer> entries, boolean more) {
    static final int ENTRY_BYTES = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    /** @throws IndexOutOfBoundsException when it is cut off before its first entry */
    static TiffDirectory of(ByteBuffer bytes) {
        ByteBuffer tiff = bytes.slice()
                .order(bytes.get(bytes.position()) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int count = tiff.getShort(directory) & 0xffff;
        List<Integer> entries = new ArrayList<>();
        int at = directory + 2;
        for (int i = 0; i < count && at <= tiff.limit() - ENTRY_BYTES; i++) {
            entries.add(at);
            at += ENTRY_BYTES;
        }
        boolean more = entries.size() == count && at <= tiff.limit() - 4 && tiff.getInt(at) != 0;
        return new TiffDirectory(tiff, entries, more);
    }

    int tag(int entry) {
        return tiff.getShort(entry) & 0xffff;
    }

    /** Whether it is one or more whole numbers that all lie inside. */
    boolean isNumbers(int entry) {
        long count = count(entry);
        return size(entry) > 0 && count > 0 && place(entry) >= 0 && place(entry) + count * size(entry) <= tiff.limit();
    }

    long count(int entry) {
        return tiff.getInt(entry + 4) & 0xffff_ffffL;
    }

    /** The first number of a tag, of whichever of the three widths. */
    OptionalLong number(int tag) {
        for (int entry : entries) {
            if (tag(entry) == tag && isNumbers(entry)) {
                return OptionalLong.of(number(entry, 0));
            }
        }
        return OptionalLong.empty();
    }

    /** All numbers of a tag; none when it is not there. */
    long[] numbers(int tag) {
        for (int entry : entries) {
            if (tag(entry) == tag && isNumbers(entry)) {
                long[] numbers = new long[(int) count(entry)];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = number(entry, i);
                }
                return numbers;
            }
        }
        return new long[0];
    }

    private long number(int entry, int i) {
        int size = size(entry);
        int at = (int) place(entry) + i * size;
        return size == 1
                ? tiff.get(at) & 0xff
                : size == 2 ? tiff.getShort(at) & 0xffff : tiff.getInt(at) & 0xffff_ffffL;
    }

    /** Four bytes stand in the entry itself, more stand elsewhere. */
    private long place(int entry) {
        return count(entry) * size(entry) <= 4 ? entry + 8 : tiff.getInt(entry + 8) & 0xffff_ffffL;
    }

    private int size(int entry) {
        int type = tiff.getShort(entry + 2);
        return type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
    }
}
