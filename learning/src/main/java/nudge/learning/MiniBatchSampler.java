package nudge.learning;

import nudge.events.CheckpointPublished.Sampler;

/**
 * Chooses the examples of each mini-batch: up to half are new labels, the rest are replayed from a shuffle of all examples.
 *
 * <p>The shuffle of an epoch covers the examples that were there when the epoch began, each once. An example that comes later
 * is chosen as a new label, and is in the next epoch's shuffle. One that has lost its label is passed over. A mini-batch goes
 * on from one epoch into the next, but never replays more examples than have a label.
 *
 * <p>The state is the four numbers of a {@link Sampler}: the new labels that wait are those of the log from
 * {@link Sampler#fresh()} on. Owned by one thread.
 */
final class MiniBatchSampler {
    private final long seed;
    private final Examples examples;
    private long epoch;
    private Permutation shuffle;
    private int cursor;
    /** New labels that ever came. */
    private long folded;
    /** New labels, counted from the first, that have been chosen or passed over. */
    private long fresh;
    /** New labels [fresh, folded): the number of the example, or its complement when it had a label before. */
    private final IntQueue waiting = new IntQueue();

    private int firstSeen;

    MiniBatchSampler(long seed, Examples examples) {
        this.seed = seed;
        this.examples = examples;
        this.shuffle = new Permutation(seed, 0, 0);
    }

    /** Goes on from a state. To be called before any label is folded; those that were chosen by then do not wait again. */
    void restore(Sampler state) {
        epoch = state.epoch();
        shuffle = new Permutation(seed, epoch, state.size());
        cursor = state.cursor();
        fresh = state.fresh();
    }

    Sampler state() {
        return new Sampler(epoch, shuffle.size(), cursor, fresh);
    }

    /** An example has a new label. @param first whether it never had one before */
    void newLabel(int example, boolean first) {
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
     * Chooses the next mini-batch: new labels first, and at the very beginning the examples that never had a label before.
     *
     * @param into is filled with the numbers of examples; its length is the most that are chosen
     * @return how many were chosen; 0 when no example has a label
     */
    int next(int[] into) {
        int chosen = chooseNew(into);
        int replayed = Math.min(into.length - chosen, examples.labelled());
        for (int i = 0; i < replayed; i++) {
            into[chosen + i] = replay();
        }
        return chosen + replayed;
    }

    private int chooseNew(int[] into) {
        int chosen = 0;
        firstSeen = 0;
        int most = Math.max(1, into.length / 2);
        while (chosen < most && fresh < folded) {
            int label = waiting.remove();
            fresh++;
            int example = label < 0 ? ~label : label;
            if (examples.isLabelled(example)) {
                into[chosen++] = example;
                if (label >= 0) {
                    swap(into, firstSeen++, chosen - 1);
                }
            }
        }
        return chosen;
    }

    /** How many examples at the beginning of the last mini-batch the network had never seen. */
    int firstSeen() {
        return firstSeen;
    }

    /** The next example of the shuffle that has a label; there is one. */
    private int replay() {
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
