package nudge.standalone;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Moves a bar of KB along as a file is read. */
final class ProgressInputStream extends FilterInputStream {
    private final ProgressBar bar;
    private long read;

    ProgressInputStream(InputStream in, ProgressBar bar) {
        super(in);
        this.bar = bar;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        if (count > 0) {
            long before = read >> 10;
            read += count;
            bar.add((read >> 10) - before);
        }
        return count;
    }
}
