package nudge.network;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;

/**
 * Encodes an image as an index of its non-zero pixels: entries of a pixel and its value. The sum over pixels has four
 * chains, by pixel modulo 4, and entry k belongs to chain k modulo 4. Within a chain the pixels ascend. Shorter chains
 * are padded with entries of value 0, which add nothing, to the length of the longest.
 *
 * <p>The two halves of an image are encoded separately: two threads then have the weights of one half each, which stay
 * in their cores' caches. A padding entry names a pixel of its own half.
 */
final class PixelIndex {
    private static final VarHandle EIGHT_PIXELS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PixelIndex() {}

    /** The first pixel of half 0 or 1, a multiple of 8; for half 2, the number of pixels. */
    static int begin(int half, int inputs) {
        return switch (half) {
            case 0 -> 0;
            case 1 -> inputs / 2 & -8;
            case 2 -> inputs;
            default -> throw new IllegalArgumentException("Expected half 0, 1 or 2, got " + half);
        };
    }

    /** Upper bound of the entries of an image of so many pixels, with what encoding may write behind the last. */
    static int maxEntries(int inputs) {
        return inputs + 16;
    }

    /**
     * Writes the entries of pixels [from, to) from index k on, and returns the index behind the last.
     *
     * @param from a multiple of 8
     * @param offset where the image begins in pixels
     * @param row the entries' pixels, as {@code origin + (pixel << shift)}
     */
    static int encode(
            byte[] pixels, int offset, int from, int to, int origin, int shift, int[] row, float[] value, int k) {
        int k0 = k;
        int k1 = k + 1;
        int k2 = k + 2;
        int k3 = k + 3;
        int p = from;
        for (; p + 8 <= to; p += 8) {
            long eight = (long) EIGHT_PIXELS.get(pixels, offset + p);
            for (int q = p; eight != 0; q += 4, eight >>>= 32) {
                int four = (int) eight;
                k0 = put(row, value, k0, origin + (q << shift), four & 0xff);
                k1 = put(row, value, k1, origin + (q + 1 << shift), four >>> 8 & 0xff);
                k2 = put(row, value, k2, origin + (q + 2 << shift), four >>> 16 & 0xff);
                k3 = put(row, value, k3, origin + (q + 3 << shift), four >>> 24);
            }
        }
        for (; p < to; p++) {
            int v = pixels[offset + p] & 0xff;
            switch (p & 3) {
                case 0 -> k0 = put(row, value, k0, origin + (p << shift), v);
                case 1 -> k1 = put(row, value, k1, origin + (p << shift), v);
                case 2 -> k2 = put(row, value, k2, origin + (p << shift), v);
                default -> k3 = put(row, value, k3, origin + (p << shift), v);
            }
        }
        return pad(row, value, k0, k1, k2, k3, origin + (from << shift));
    }

    /**
     * The same from words of four pixels each, the first in the lowest byte; the word of pixel 0 is at {@code offset}.
     */
    static int encode(
            int[] words, int offset, int from, int to, int origin, int shift, int[] row, float[] value, int k) {
        int k0 = k;
        int k1 = k + 1;
        int k2 = k + 2;
        int k3 = k + 3;
        for (int p = from; p < to; p += 4) {
            int four = words[offset + p / 4];
            k0 = put(row, value, k0, origin + (p << shift), four & 0xff);
            k1 = put(row, value, k1, origin + (p + 1 << shift), four >>> 8 & 0xff);
            k2 = put(row, value, k2, origin + (p + 2 << shift), four >>> 16 & 0xff);
            k3 = put(row, value, k3, origin + (p + 3 << shift), four >>> 24);
        }
        return pad(row, value, k0, k1, k2, k3, origin + (from << shift));
    }

    /** Pads the chains, which end at k0 to k3, to the length of the longest, and returns the index behind them. */
    private static int pad(int[] row, float[] value, int k0, int k1, int k2, int k3, int paddingRow) {
        int end = Math.max(Math.max(k0, k1 - 1), Math.max(k2 - 2, k3 - 3));
        pad(row, value, k0, end, paddingRow);
        pad(row, value, k1, end, paddingRow);
        pad(row, value, k2, end, paddingRow);
        pad(row, value, k3, end, paddingRow);
        return end;
    }

    /** Writes the entry in any case, and advances only if its value is not 0: there is no branch to mispredict. */
    private static int put(int[] row, float[] value, int k, int p, int v) {
        row[k] = p;
        value[k] = v;
        return k + (-v >>> 31 << 2);
    }

    private static void pad(int[] row, float[] value, int k, int end, int paddingRow) {
        for (; k < end; k += 4) {
            row[k] = paddingRow;
            value[k] = 0f;
        }
    }

    static void checkRange(byte[] pixels, int offset, int count) {
        if (offset < 0 || offset > pixels.length - count) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Expected %d pixels from offset %d on, got an array of %d: pass a whole image",
                    count,
                    offset,
                    Objects.requireNonNull(pixels).length));
        }
    }
}
