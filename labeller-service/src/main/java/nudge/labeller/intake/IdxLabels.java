package nudge.labeller.intake;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * The labels of an IDX file: one byte each in MNIST's, or whole numbers of 2 or 4 bytes, or QMNIST's eight numbers per image,
 * of which the first is the digit (Yadav and Bottou, "Cold Case: The Lost MNIST Digits").
 */
final class IdxLabels {
    private static final int MOST = 10_000_000;
    private static final int QMNIST_COLUMNS = 8;

    private IdxLabels() {}

    /** The labels in the file's order; one that a short cannot hold is the nearest that it can. */
    static short[] read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int magic;
        int count;
        int columns;
        try {
            magic = data.readInt();
            checkMagic(magic);
            count = data.readInt();
            columns = (magic & 0xff) == 2 ? data.readInt() : 1;
        } catch (EOFException shortFile) {
            throw new UnreadableException("expected the header of IDX labels, but the file ends inside it");
        }
        if (count < 0 || count > MOST) {
            throw new UnreadableException(
                    "expected at most " + MOST + " labels, got " + Integer.toUnsignedString(count));
        }
        if (columns != 1 && columns != QMNIST_COLUMNS) {
            throw new UnreadableException(
                    "expected one label per image, or QMNIST's 8 numbers, got " + Integer.toUnsignedString(columns));
        }
        short[] labels = values(data, magic >> 8, count, columns);
        checkAreDigits(labels);
        return labels;
    }

    private static void checkMagic(int magic) throws UnreadableException {
        int dimensions = magic & 0xff;
        if (width(magic >> 8) == 0 || dimensions < 1 || dimensions > 2) {
            throw new UnreadableException(String.format(
                    Locale.ROOT, "expected IDX labels (magic number 0x00000801 or 0x00000c02), got 0x%08x", magic));
        }
    }

    /** Bytes of a value of that type; 0 of a type that no labels have. */
    private static int width(int type) {
        return switch (type) {
            case 0x8, 0x9 -> 1;
            case 0xb -> 2;
            case 0xc -> 4;
            default -> 0;
        };
    }

    private static short[] values(DataInputStream data, int type, int count, int columns) throws IOException {
        short[] labels = new short[Math.min(count, 1 << 16)]; // not as many as the header says: they have to come first
        for (int i = 0; i < count; i++) {
            if (i == labels.length) {
                labels = Arrays.copyOf(labels, (int) Math.min(count, 2L * i));
            }
            try {
                labels[i] = value(data, type);
                data.skipNBytes((long) (columns - 1) * width(type));
            } catch (EOFException shortFile) {
                throw new UnreadableException(
                        "expected " + count + " labels, but the file ends after " + i + ": it is truncated");
            }
        }
        return labels;
    }

    private static short value(DataInputStream data, int type) throws IOException {
        int value = switch (type) {
            case 0x8 -> data.readUnsignedByte();
            case 0x9 -> data.readByte();
            case 0xb -> data.readShort();
            case 0xc -> data.readInt();
            default -> throw new IllegalStateException("type " + type + " was let in");
        };
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }

    /** Letters are classes from 1 to 26: their first nine would pass for digits. */
    private static void checkAreDigits(short[] labels) throws UnreadableException {
        int above = 0;
        int most = 0;
        for (short label : labels) {
            if (label == 0) {
                return;
            }
            above += label > 9 ? 1 : 0;
            most = Math.max(most, label);
        }
        if (above > labels.length / 2) {
            throw new UnreadableException("expected the labels to be digits from 0 to 9, got classes up to " + most
                    + " without a 0, as letters have them: none is taken");
        }
    }
}
