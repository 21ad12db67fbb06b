package nudge.labeller.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Bytes that are being unpacked; it ends with an {@link UnreadableException} when they become too many. */
final class DecompressionLimit extends FilterInputStream {
    private static final long FREE = 1 << 20;

    private final LongSupplier packed;
    private final Budget budget;
    private long unpacked;

    /** What is left of the bytes that a file may have, unpacked. */
    static final class Budget {
        private final Limits limits;
        private long left;

        Budget(Limits limits) {
            this.limits = limits;
            this.left = limits.unpackedBytes();
        }

        /** Whether anything of the file came packed so far. */
        boolean isUsed() {
            return left < limits.unpackedBytes();
        }

        /** Bytes that are unpacked once more, and count once. */
        void giveBack(long bytes) {
            left += bytes;
        }
    }

    /** @param packed how many packed bytes there are, or were read so far */
    DecompressionLimit(InputStream in, LongSupplier packed, Budget budget) {
        super(in);
        this.packed = packed;
        this.budget = budget;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            unpacked += read;
            budget.left -= read;
            check();
        }
        return read;
    }

    private void check() throws UnreadableException {
        if (budget.left < 0) {
            throw new UnreadableException("expected at most " + (budget.limits.unpackedBytes() >> 20)
                    + " MB in all once unpacked, got more: send it in parts");
        }
        if (unpacked > FREE + budget.limits.ratio() * packed.getAsLong()) {
            throw new UnreadableException("expected unpacked bytes to be at most " + budget.limits.ratio()
                    + " times the packed ones, got more: it looks made to fill a memory");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
