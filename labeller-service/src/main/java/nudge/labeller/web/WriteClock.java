package nudge.labeller.web;

import java.io.IOException;

/**
 * How long one connection kept the server waiting to write: whoever reads too slowly is disconnected, since an answer on its way
 * holds a thread. One thread at a time uses it.
 */
final class WriteClock {
    private final DataRate least;
    private long bytes;
    private long waited;
    /** Since when what the client has not read fills the buffers; 0 while it does not. */
    private long fullSince;

    WriteClock(DataRate least) {
        this.least = least;
    }

    /** Another connection begins. */
    void reset() {
        bytes = 0;
        waited = 0;
        fullSince = 0;
    }

    /**
     * Counts a write that did not block.
     *
     * @param written bytes that the buffers took
     * @param left bytes that they did not take
     * @throws IOException when the client reads too slowly
     */
    void wrote(int written, int left) throws IOException {
        long now = System.nanoTime();
        if (fullSince != 0) {
            waited += now - fullSince;
        }
        bytes += Math.max(0, written);
        fullSince = left > 0 ? now : 0;
        if (least.isMissed(bytes, waited)) {
            throw new IOException("the client reads too slowly: " + bytes + " bytes");
        }
    }
}
