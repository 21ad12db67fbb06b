package nudge.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a loss of power does to a broker: it ends, and what came to its topics since a moment before was in the page cache
 * alone. Kafka's own metadata stay: they are written through to the disk.
 */
final class PowerLoss {
    private static final String METADATA = "__cluster_metadata";

    private final Servers servers;
    private final Path data;
    private final Map<Path, Long> onDisk = new HashMap<>();

    /** @param data the broker's {@code log.dirs} */
    PowerLoss(Servers servers, Path data) {
        this.servers = servers;
        this.data = data;
    }

    /** From now on nothing gets to the disk. */
    void begin() {
        List<ProcessHandle> broker = broker().stream().toList();
        Signal.STOP.send(broker);
        onDisk.clear();
        newestSegments().forEach(segment -> onDisk.put(segment, segment.toFile().length()));
        Signal.CONT.send(broker);
    }

    /** The broker ends, and finds at its next start what was on the disk. */
    void strike() {
        synchronized (servers) { // Nothing starts it again meanwhile.
            broker().ifPresent(broker -> {
                Signal.KILL.send(List.of(broker));
                broker.onExit().join();
            });
            newestSegments().forEach(segment -> {
                if (onDisk.containsKey(segment)) {
                    cut(segment, onDisk.get(segment));
                }
            });
        }
    }

    private Optional<ProcessHandle> broker() {
        return ProcessHandle.of(servers.kafka().pid());
    }

    /** The files that are being written to; older ones are on the disk. */
    private List<Path> newestSegments() {
        try (Stream<Path> partitions = Files.list(data)) {
            return partitions
                    .filter(Files::isDirectory)
                    .filter(partition -> !partition.getFileName().toString().startsWith(METADATA))
                    .flatMap(partition -> newestSegment(partition).stream())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<Path> newestSegment(Path partition) {
        try (Stream<Path> files = Files.list(partition)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparing(file -> file.getFileName().toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void cut(Path segment, long length) {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(length);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
