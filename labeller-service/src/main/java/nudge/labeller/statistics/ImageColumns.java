package nudge.labeller.statistics;

import java.util.Arrays;
import java.util.UUID;

/** What is kept of each image, by its number: 18 bytes beside its id. Not safe for threads. */
final class ImageColumns {
    static final int NONE = -1;

    private static final int FIRST_SIZE = 16;
    /** It is not a digit, says somebody who may. */
    private static final int REJECTED = 1;
    /** What it shows is known without anybody's label: it came with it, or a reviewer says so. */
    private static final int KNOWN = 2;
    /** It was settled by the labels of several people, under the policy crowd. */
    private static final int BY_CROWD = 4;

    private static final int HELD_OUT = 8;
    /** It is nearly the same as another one, and not used. */
    private static final int ASIDE = 16;
    /** It came with a label. */
    private static final int IMPORTED = 32;

    private final IdNumbers ids = new IdNumbers();
    private byte[] digit = new byte[FIRST_SIZE];
    private byte[] flags = new byte[FIRST_SIZE];
    private long[] settledAt = new long[FIRST_SIZE];
    private int[] lastLabel = new int[FIRST_SIZE];
    private int[] addedBy = new int[FIRST_SIZE];

    /** The number of an image, which gets the next one when it is new. */
    int number(UUID image) {
        int before = ids.size();
        int number = ids.number(image);
        if (ids.size() > before) {
            if (number == digit.length) {
                grow();
            }
            digit[number] = NONE;
            lastLabel[number] = NONE;
            addedBy[number] = NONE;
        }
        return number;
    }

    private void grow() {
        int more = Math.multiplyExact(digit.length, 2);
        digit = Arrays.copyOf(digit, more);
        flags = Arrays.copyOf(flags, more);
        settledAt = Arrays.copyOf(settledAt, more);
        lastLabel = Arrays.copyOf(lastLabel, more);
        addedBy = Arrays.copyOf(addedBy, more);
    }

    UUID id(int image) {
        return ids.id(image);
    }

    /** The number of an image, or {@link IdNumbers#UNKNOWN}. */
    int find(UUID image) {
        return ids.find(image);
    }

    int size() {
        return ids.size();
    }

    void added(int image, int by, boolean heldOut) {
        addedBy[image] = by;
        flag(image, HELD_OUT, heldOut);
    }

    int addedBy(int image) {
        return addedBy[image];
    }

    boolean heldOut(int image) {
        return is(image, HELD_OUT);
    }

    /**
     * @param known without anybody's label
     * @param byCrowd under the policy crowd
     */
    void settle(int image, int settled, long position, boolean known, boolean byCrowd) {
        if (digit[image] != settled) {
            settledAt[image] = position;
        }
        digit[image] = (byte) settled;
        flag(image, KNOWN, known);
        flag(image, BY_CROWD, byCrowd);
    }

    void unsettle(int image) {
        digit[image] = NONE;
        flag(image, KNOWN, false);
        flag(image, BY_CROWD, false);
    }

    /** The settled digit, or {@link #NONE}. */
    int digit(int image) {
        return digit[image];
    }

    /** The position from which on it has had the digit that it has. */
    long settledAt(int image) {
        return settledAt[image];
    }

    boolean known(int image) {
        return is(image, KNOWN);
    }

    boolean settledByCrowd(int image) {
        return is(image, BY_CROWD);
    }

    void putAside(int image, boolean aside) {
        flag(image, ASIDE, aside);
    }

    boolean aside(int image) {
        return is(image, ASIDE);
    }

    /** A reviewer says that it is what it is held to be. */
    void confirm(int image) {
        flag(image, KNOWN, true);
        flag(image, BY_CROWD, false);
    }

    /** The reviewer takes that back: its labels decide again, or what it came with. */
    void takeBackAdjudication(int image) {
        reject(image, false);
        if (digit[image] != NONE) {
            flag(image, KNOWN, is(image, IMPORTED));
            flag(image, BY_CROWD, !is(image, IMPORTED));
        }
    }

    void imported(int image) {
        flag(image, IMPORTED, true);
    }

    void reject(int image, boolean rejected) {
        flag(image, REJECTED, rejected);
    }

    boolean rejected(int image) {
        return is(image, REJECTED);
    }

    /** The place of the latest label that stands, or {@link #NONE}. */
    int lastLabel(int image) {
        return lastLabel[image];
    }

    void lastLabel(int image, int place) {
        lastLabel[image] = place;
    }

    private boolean is(int image, int flag) {
        return (flags[image] & flag) != 0;
    }

    private void flag(int image, int flag, boolean set) {
        flags[image] = (byte) (set ? flags[image] | flag : flags[image] & ~flag);
    }
}
