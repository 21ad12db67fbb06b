package nudge.trainer;

import java.util.ArrayDeque;

/** Numbers, first in, first out. In chunks, so that growing moves nothing. Owned by one thread. */
final class IntQueue {
    private static final int CHUNK = 1 << 14;

    private final ArrayDeque<int[]> chunks = new ArrayDeque<>();
    /** Where the first number is in the first chunk, and where the next one goes in the last chunk. */
    private int head;

    private int tail = CHUNK;

    void add(int number) {
        if (tail == CHUNK) {
            chunks.add(new int[CHUNK]);
            tail = 0;
        }
        chunks.getLast()[tail++] = number;
    }

    /** The first number; there is one. */
    int remove() {
        int number = chunks.getFirst()[head++];
        if (head == CHUNK) {
            chunks.remove();
            head = 0;
        }
        return number;
    }
}
