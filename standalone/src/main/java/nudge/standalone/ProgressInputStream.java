package nudge.standalone;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Moves a bar of KB along as a file is read. */
final class ProgressInputStream extends FilterInputStream {
    private final ProgressBar bar;
    private final int passes;
    private long read;

    ProgressInputStream(InputStream in, ProgressBar bar) {
        this(in, bar, 1);
    }

    /** @param passes how often the file is read, each time a part of the way */
    ProgressInputStream(InputStream in, ProgressBar bar, int passes) {
        super(in);
        this.bar = bar;
        this.passes = passes;
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
            long before = (read / passes) >> 10;
            read += count;
            bar.add((read / passes >> 10) - before);
        }
        return count;
    }
}
