package nudge.trainer.kafka;

import java.util.ArrayList;
import java.util.List;

/** The dead letters that the next publication takes with it: no more than one transaction can hold. Owned by one thread. */
public final class DeadLetterBatch {
    private static final int MOST_LETTERS = 500;
    private static final long MOST_BYTES = 8 << 20;

    private final List<DeadLetter> letters = new ArrayList<>();
    private long bytes;

    public void add(DeadLetter letter) {
        letters.add(letter);
        bytes += letter.bytes();
    }

    /** Whether it must be published before another record is read. */
    public boolean isFull() {
        return letters.size() >= MOST_LETTERS || bytes >= MOST_BYTES;
    }

    /** Those that were added since the last {@link #clear}, in order; a copy. */
    public List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    /** They are published. */
    public void clear() {
        letters.clear();
        bytes = 0;
    }
}
