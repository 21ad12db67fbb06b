package nudge.quality;

import java.util.Arrays;

/**
 * Who gave which class to what: a sparse list, kept item by item. Items and annotators are numbers from 0. Somebody may label an
 * item more than once. Immutable.
 */
public final class CrowdLabels {
    /** So that no sum overflows. */
    public static final int MOST_PER_ITEM = 10_000;

    static final int UNKNOWN = -1;

    private final int classes;
    private final int annotators;
    /** Where an item's labels begin: [items + 1]. */
    private final int[] start;
    /** [labels] */
    private final int[] annotator;
    /** [labels] */
    private final int[] given;
    /** The true class, or {@link #UNKNOWN}: [items]. */
    private final int[] gold;

    private CrowdLabels(Builder labels) {
        classes = labels.classes;
        annotators = labels.annotators;
        gold = Arrays.copyOf(labels.gold, labels.items);
        start = new int[labels.items + 1];
        for (int i = 0; i < labels.size; i++) {
            start[labels.item[i] + 1]++;
        }
        for (int item = 0; item < labels.items; item++) {
            if (start[item + 1] > MOST_PER_ITEM) {
                throw new IllegalArgumentException("expected at most " + MOST_PER_ITEM + " labels of an item, got "
                        + start[item + 1] + " of item " + item);
            }
            start[item + 1] += start[item];
        }
        annotator = new int[labels.size];
        given = new int[labels.size];
        int[] next = start.clone();
        for (int i = 0; i < labels.size; i++) {
            int place = next[labels.item[i]]++;
            annotator[place] = labels.annotator[i];
            given[place] = labels.given[i];
        }
    }

    private CrowdLabels(CrowdLabels labels, int[] gold) {
        classes = labels.classes;
        annotators = labels.annotators;
        start = labels.start;
        annotator = labels.annotator;
        given = labels.given;
        this.gold = gold;
    }

    /**
     * The same labels, with other knowledge of the true classes.
     *
     * @param truths [items], -1 where it is not known
     */
    public CrowdLabels withGold(int[] truths) {
        if (truths.length != items()) {
            throw new IllegalArgumentException("expected " + items() + " classes, got " + truths.length);
        }
        for (int truth : truths) {
            if (truth < UNKNOWN || truth >= classes) {
                throw new IllegalArgumentException(
                        "expected classes from 0 to " + (classes - 1) + ", or -1, got " + truth);
            }
        }
        return new CrowdLabels(this, truths.clone());
    }

    /** @param classes at least 2, those that nobody gives included */
    public static Builder builder(int classes) {
        return new Builder(classes);
    }

    /** Takes labels, in the order of the log. */
    public static final class Builder {
        private final int classes;
        private int items;
        private int annotators;
        private int size;
        private int[] item = new int[16];
        private int[] annotator = new int[16];
        private int[] given = new int[16];
        private int[] gold = new int[0];

        private Builder(int classes) {
            if (classes < 2) {
                throw new IllegalArgumentException("expected at least 2 classes, got " + classes);
            }
            this.classes = classes;
        }

        /**
         * @param item from 0 on
         * @param annotator from 0 on
         * @param given the class, from 0 on
         */
        public Builder add(int item, int annotator, int given) {
            checkClass(given);
            if (item < 0 || annotator < 0) {
                throw new IllegalArgumentException(
                        "expected numbers from 0 on, got the item " + item + " and the annotator " + annotator);
            }
            if (size == this.given.length) {
                int more = Math.multiplyExact(size, 2);
                this.item = Arrays.copyOf(this.item, more);
                this.annotator = Arrays.copyOf(this.annotator, more);
                this.given = Arrays.copyOf(this.given, more);
            }
            this.item[size] = item;
            this.annotator[size] = annotator;
            this.given[size++] = given;
            annotators(annotator + 1);
            items(item + 1);
            return this;
        }

        /** The true class of an item is known. */
        public Builder gold(int item, int truth) {
            checkClass(truth);
            items(item + 1);
            gold[item] = truth;
            return this;
        }

        /** There are at least so many annotators, also where some have labelled nothing here. */
        public Builder annotators(int atLeast) {
            annotators = Math.max(annotators, atLeast);
            return this;
        }

        /** There are at least so many items, also where some have no label. */
        public Builder items(int atLeast) {
            if (atLeast > items) {
                int known = gold.length;
                if (atLeast > known) {
                    gold = Arrays.copyOf(gold, Math.max(atLeast, known + (known >> 1)));
                    Arrays.fill(gold, known, gold.length, UNKNOWN);
                }
                items = atLeast;
            }
            return this;
        }

        private void checkClass(int k) {
            if (k < 0 || k >= classes) {
                throw new IllegalArgumentException("expected a class from 0 to " + (classes - 1) + ", got " + k);
            }
        }

        public CrowdLabels build() {
            return new CrowdLabels(this);
        }
    }

    public int classes() {
        return classes;
    }

    public int items() {
        return gold.length;
    }

    public int annotators() {
        return annotators;
    }

    /** How many labels there are. */
    public int size() {
        return given.length;
    }

    /** The place of an item's first label; those of the next item begin at {@code start(item + 1)}. */
    public int start(int item) {
        return start[item];
    }

    /** Who gave the label at a place. */
    public int annotator(int place) {
        return annotator[place];
    }

    /** The class that the label at a place gives. */
    public int given(int place) {
        return given[place];
    }

    /** The true class of an item, or -1 when it is not known. */
    public int gold(int item) {
        return gold[item];
    }

    /** How many labels of an item give each class: fills {@code counts}, [classes]. */
    public void count(int item, int[] counts) {
        Arrays.fill(counts, 0);
        for (int place = start[item]; place < start[item + 1]; place++) {
            counts[given[place]]++;
        }
    }
}
