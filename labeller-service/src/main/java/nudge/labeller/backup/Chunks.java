package nudge.labeller.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A stream within a stream, as chunks: a length, so many bytes; a length of 0 ends them. */
final class Chunks {
    private static final int CHUNK = 1 << 20;

    private Chunks() {}

    static final class Output extends OutputStream {
        private final DataOutputStream file;
        private final byte[] chunk = new byte[CHUNK];
        private int size;

        Output(DataOutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            for (int done = 0; done < count; ) {
                int part = Math.min(count - done, CHUNK - size);
                System.arraycopy(bytes, from + done, chunk, size, part);
                size += part;
                done += part;
                if (size == CHUNK) {
                    writeChunk();
                }
            }
        }

        private void writeChunk() throws IOException {
            file.writeInt(size);
            file.write(chunk, 0, size);
            size = 0;
        }

        /** Ends the chunks; the file stays open. */
        @Override
        public void close() throws IOException {
            if (size > 0) {
                writeChunk();
            }
            file.writeInt(0);
        }
    }

    static final class Input extends InputStream {
        private final DataInputStream file;
        private int left = -1;

        Input(DataInputStream file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (left <= 0) {
                if (left == 0) {
                    return -1;
                }
                left = file.readInt();
                if (left == 0) {
                    return -1;
                }
            }
            int part = Math.min(left, count);
            file.readFully(bytes, from, part);
            left -= part;
            if (left == 0) {
                left = -1;
            }
            return part;
        }
    }
}
