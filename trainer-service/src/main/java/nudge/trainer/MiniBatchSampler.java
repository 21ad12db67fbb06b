package nudge.trainer;

import nudge.events.CheckpointPublished.Sampler;

/**
 * Deals out mini-batches: up to half of each from the labels that are new, the rest from a shuffle of all examples.
 *
 * <p>An epoch's shuffle covers the examples that there were when the epoch began, each once; an example that comes later is
 * dealt as a new label, and belongs to the next epoch's shuffle. One that has lost its label is passed over. A mini-batch
 * goes on from one epoch into the next, but has never more replayed examples than there are.
 *
 * <p>The state is the four numbers of a {@link Sampler}: the new labels that wait are those of the log, counted, from
 * {@link Sampler#fresh()} on. Owned by one thread.
 */
final class MiniBatchSampler {
    private final long seed;
    private final Examples examples;
    private long epoch;
    private Permutation shuffle;
    private int cursor;
    /** New labels that have been folded, and those of them that have been dealt or passed over. */
    private long folded;

    private long fresh;
    /** The new labels that wait: the example, or ~example if it is not new. */
    private final IntQueue waiting = new IntQueue();

    private int freshDealt;
    private int firstSeen;

    MiniBatchSampler(long seed, Examples examples) {
        this.seed = seed;
        this.examples = examples;
        this.shuffle = new Permutation(seed, 0, 0);
    }

    /** Goes on where another dealer was. To be called before any label is folded; those dealt then are not dealt again. */
    void restore(Sampler state) {
        epoch = state.epoch();
        shuffle = new Permutation(seed, epoch, state.size());
        cursor = state.cursor();
        fresh = state.fresh();
    }

    Sampler state() {
        return new Sampler(epoch, shuffle.size(), cursor, fresh);
    }

    /** An example has a new label. @param first whether the example had none ever before */
    void fresh(int example, boolean first) {
        if (folded >= fresh) {
            waiting.add(first ? example : ~example);
        }
        folded++;
    }

    /** New labels that ever came. */
    long labels() {
        return folded;
    }

    /** New labels that no mini-batch has had yet. */
    long waiting() {
        return Math.max(0, folded - fresh);
    }

    /**
     * Deals the next mini-batch: fills {@code into} with examples and returns how many; 0 when no example has a label.
     * Those that never had a label before come first.
     */
    int deal(int[] into) {
        freshDealt = 0;
        firstSeen = 0;
        int most = Math.max(1, into.length / 2);
        while (freshDealt < most && fresh < folded) {
            int label = waiting.remove();
            fresh++;
            int example = label < 0 ? ~label : label;
            if (examples.isLabelled(example)) {
                into[freshDealt++] = example;
                if (label >= 0) {
                    swap(into, firstSeen++, freshDealt - 1);
                }
            }
        }
        int replayed = Math.min(into.length - freshDealt, examples.labelled());
        for (int i = 0; i < replayed; i++) {
            into[freshDealt + i] = next();
        }
        return freshDealt + replayed;
    }

    /** Of the last mini-batch, how many at its beginning the network had never seen. */
    int firstSeen() {
        return firstSeen;
    }

    /** The next example of the shuffle; some example has a label. */
    private int next() {
        while (true) {
            if (cursor == shuffle.size()) {
                epoch++;
                shuffle = new Permutation(seed, epoch, examples.size());
                cursor = 0;
            }
            int example = shuffle.at(cursor++);
            if (examples.isLabelled(example)) {
                return example;
            }
        }
    }

    private static void swap(int[] array, int i, int j) {
        int other = array[i];
        array[i] = array[j];
        array[j] = other;
    }
}
