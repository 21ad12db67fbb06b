package nudge.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Images outside the heap: written to a file, read through memory maps, so that the operating system decides what stays in
 * memory. The file's name is deleted as soon as it is open: nothing is left behind, whatever ends the process. Owned by one
 * thread.
 */
final class PixelFile implements AutoCloseable {
    /** Images per map: 49 MB of them. */
    private static final int MAPPED = 1 << 16;

    /** Images per write: 50 KB of them. */
    private static final int TOGETHER = 64;

    private final int pixels;
    private final FileChannel channel;
    private final List<MappedByteBuffer> maps = new ArrayList<>();
    /** Images [written, size), which are not in the file yet: [TOGETHER * pixels]. */
    private final byte[] tail;

    private int written;
    private int size;

    /** @throws UncheckedIOException when no file can be made in the folder */
    PixelFile(Path folder, int pixels) {
        this.pixels = pixels;
        this.tail = new byte[TOGETHER * pixels];
        try {
            Path file = Files.createTempFile(folder, "nudge-pixels-", ".bin");
            this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(file);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "expected to make a file in " + folder + ", got: " + refused.getMessage()
                            + "; name another folder for pixels, one that this process may write to",
                    refused);
        }
    }

    int size() {
        return size;
    }

    /**
     * Appends an image. It is written and not stored through a map: a full disk is an exception here, but would crash the JVM
     * there.
     *
     * @throws UncheckedIOException when the disk is full
     */
    void add(byte[] image) {
        System.arraycopy(image, 0, tail, (size - written) * pixels, pixels);
        size++;
        if (size - written == TOGETHER) {
            write();
        }
    }

    private void write() {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(tail);
            long at = (long) written * pixels;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            written = size;
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "expected to write image " + size + " to the file of pixels, got: " + refused.getMessage()
                            + "; make room on its disk, or name another folder for pixels",
                    refused);
        }
    }

    /** Copies an image to {@code into}: [pixels] or longer. */
    void read(int image, byte[] into) {
        int index = Objects.checkIndex(image, size);
        if (index >= written) {
            System.arraycopy(tail, (index - written) * pixels, into, 0, pixels);
        } else {
            map(index / MAPPED).get(index % MAPPED * pixels, into, 0, pixels);
        }
    }

    private MappedByteBuffer map(int number) {
        try {
            while (maps.size() <= number) {
                maps.add(channel.map(MapMode.READ_ONLY, (long) maps.size() * MAPPED * pixels, (long) MAPPED * pixels));
            }
            return maps.get(number);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "expected to map the file of pixels into memory, got: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "expected to close the file of pixels, got: " + refused.getMessage(), refused);
        }
    }
}
