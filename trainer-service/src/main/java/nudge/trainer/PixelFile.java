package nudge.trainer;

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

/**
 * Images outside the heap: written to a file, read through a memory map, so that the operating system decides what stays in
 * memory. The file has no name once it is open: nothing is left behind, whatever ends the process. Owned by one thread.
 */
final class PixelFile implements AutoCloseable {
    /** Images in one map: 49 MB. */
    private static final int MAPPED = 1 << 16;

    private final int pixels;
    private final FileChannel channel;
    private final List<MappedByteBuffer> maps = new ArrayList<>();
    private int size;

    /** @throws UncheckedIOException when the folder takes no file */
    PixelFile(Path folder, int pixels) {
        this.pixels = pixels;
        try {
            Path file = Files.createTempFile(folder, "nudge-pixels-", ".bin");
            this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(file);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "expected to write a file in " + folder + ": set NUDGE_TRAINER_FOLDER to a folder with room",
                    refused);
        }
    }

    int size() {
        return size;
    }

    /**
     * Appends an image. Written, not mapped: a full disk is an exception here, and a crash of the JVM through a map.
     *
     * @throws UncheckedIOException when the disk is full
     */
    void add(byte[] image) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(image, 0, pixels);
            long at = (long) size * pixels;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            size++;
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "expected to write image " + size + " to the file of pixels: is the disk full?", refused);
        }
    }

    /** Copies an image to the beginning of {@code into}. */
    void read(int image, byte[] into) {
        int index = java.util.Objects.checkIndex(image, size);
        int map = index / MAPPED;
        try {
            while (maps.size() <= map) {
                maps.add(channel.map(MapMode.READ_ONLY, (long) maps.size() * MAPPED * pixels, (long) MAPPED * pixels));
            }
        } catch (IOException refused) {
            throw new UncheckedIOException("expected to map the file of pixels", refused);
        }
        maps.get(map).get(index % MAPPED * pixels, into, 0, pixels);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
