package nudge.learning;

import java.util.Arrays;
import java.util.UUID;

/**
 * Numbers images from 0 in the order in which they come, and finds an image's number by its id: about 26 bytes per image, in
 * arrays of primitives.
 *
 * <p>Open addressing with linear probing, in many small tables chosen by the hash, so that growing one never takes long.
 * Owned by one thread.
 */
final class ImageIndex {
    private static final int TABLES = 256;
    private static final int CHUNK = 1 << 14;

    /** In each table: an image's number + 1, or 0 where there is none. */
    private final int[][] tables = new int[TABLES][8];

    private final int[] used = new int[TABLES];
    /** The id of image i: its halves at 2i and 2i + 1, counted through the chunks. */
    private long[][] ids = new long[4][];

    private int size;

    int size() {
        return size;
    }

    /** The image's number, or -1 when it never came. */
    int find(UUID image) {
        long hash = hash(image);
        int[] table = tables[table(hash)];
        for (int place = (int) hash & table.length - 1; table[place] != 0; place = place + 1 & table.length - 1) {
            if (is(table[place] - 1, image)) {
                return table[place] - 1;
            }
        }
        return -1;
    }

    /** Gives an image that {@link #find} does not know the next number, and returns it. */
    int add(UUID image) {
        int number = size;
        int chunk = number / CHUNK;
        if (chunk == ids.length) {
            ids = Arrays.copyOf(ids, 2 * chunk);
        }
        if (number % CHUNK == 0) {
            ids[chunk] = new long[2 * CHUNK];
        }
        ids[chunk][number % CHUNK * 2] = image.getMostSignificantBits();
        ids[chunk][number % CHUNK * 2 + 1] = image.getLeastSignificantBits();
        size++;
        long hash = hash(image);
        int table = table(hash);
        if (4 * ++used[table] > 3 * tables[table].length) {
            grow(table);
        }
        put(tables[table], hash, number + 1);
        return number;
    }

    private boolean is(int number, UUID image) {
        long[] chunk = ids[number / CHUNK];
        int at = number % CHUNK * 2;
        return chunk[at] == image.getMostSignificantBits() && chunk[at + 1] == image.getLeastSignificantBits();
    }

    private void grow(int table) {
        int[] larger = new int[2 * tables[table].length];
        for (int entry : tables[table]) {
            if (entry != 0) {
                long[] chunk = ids[(entry - 1) / CHUNK];
                int at = (entry - 1) % CHUNK * 2;
                put(larger, hash(chunk[at], chunk[at + 1]), entry);
            }
        }
        tables[table] = larger;
    }

    private static void put(int[] table, long hash, int entry) {
        int place = (int) hash & table.length - 1;
        while (table[place] != 0) {
            place = place + 1 & table.length - 1;
        }
        table[place] = entry;
    }

    private static int table(long hash) {
        return (int) (hash >>> 56);
    }

    private static long hash(UUID image) {
        return hash(image.getMostSignificantBits(), image.getLeastSignificantBits());
    }

    /** The mixing function of SplitMix64: also spreads ids that come from a counter. */
    private static long hash(long most, long least) {
        long z = most * 0x9e3779b97f4a7c15L + least;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
