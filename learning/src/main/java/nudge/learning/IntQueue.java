package nudge.learning;

import java.util.ArrayDeque;

/** A queue of numbers, first in, first out. In chunks, so that growing copies nothing. Owned by one thread. */
final class IntQueue {
    private static final int CHUNK = 1 << 14;

    private final ArrayDeque<int[]> chunks = new ArrayDeque<>();
    /** Where the first number is in the first chunk. */
    private int head;
    /** Where the next number goes in the last chunk. */
    private int tail = CHUNK;

    void add(int number) {
        if (tail == CHUNK) {
            chunks.add(new int[CHUNK]);
            tail = 0;
        }
        chunks.getLast()[tail++] = number;
    }

    /** Takes out the first number; there must be one. */
    int remove() {
        int number = chunks.getFirst()[head++];
        if (head == CHUNK) {
            chunks.remove();
            head = 0;
        }
        return number;
    }
}
