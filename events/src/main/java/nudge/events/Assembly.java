package nudge.events;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import nudge.events.CheckpointSubscriber.Update;
import org.jspecify.annotations.Nullable;

/**
 * Brings checkpoints together with the chunks of their weight files.
 *
 * <p>Both topics hold the checkpoints in the same order, but a reader may be further in one than in the other. So this merges
 * two ordered streams: once a checkpoint has met its chunks, older chunks belong to checkpoints that the reader did not ask
 * for, and older checkpoints have lost their chunks. No clock is involved.
 */
final class Assembly {
    /** The most bytes of chunks that may wait for the events of their checkpoints. */
    static final int MOST_AHEAD = 32 << 20;

    private final Map<String, Announced> announced = new LinkedHashMap<>();
    /** Chunks by checkpoint, in the order in which each checkpoint's first chunk came. */
    private final Map<String, TreeMap<Integer, byte[]>> chunks = new LinkedHashMap<>();

    private record Announced(CheckpointPublished event, long offset) {}

    void announce(CheckpointPublished event, long offset) {
        announced.put(event.id(), new Announced(event, offset));
    }

    void take(WeightChunk chunk) {
        chunks.computeIfAbsent(chunk.checkpoint(), id -> new TreeMap<>()).put(chunk.index(), chunk.bytes());
    }

    /**
     * The next checkpoint that is complete, or null when it has to wait for more.
     *
     * @throws InvalidRecordException when the weights do not match the digest; the next call continues behind it
     */
    Update.@Nullable Checkpoint next() {
        while (!announced.isEmpty()) {
            Announced first = announced.values().iterator().next();
            String id = first.event.id();
            TreeMap<Integer, byte[]> parts = chunks.get(id);
            if (parts != null && parts.size() >= first.event.chunks()) {
                announced.remove(id);
                forgetChunksUpTo(id);
                return new Update.Checkpoint(first.event, CheckpointWeights.joined(first.event, parts), first.offset);
            }
            if (!isOvertaken(id)) {
                return null;
            }
            announced.remove(id);
            chunks.remove(id);
        }
        return null;
    }

    /** Whether a chunk of a later checkpoint has come: then no more of this one's will, because they were deleted. */
    private boolean isOvertaken(String id) {
        return chunks.keySet().stream().anyMatch(other -> !other.equals(id) && announced.containsKey(other));
    }

    private void forgetChunksUpTo(String id) {
        Iterator<String> ids = chunks.keySet().iterator();
        boolean found = false;
        while (!found && ids.hasNext()) {
            found = ids.next().equals(id);
            ids.remove();
        }
    }

    /** Whether so many chunks wait for the events of their checkpoints that no more should be read for now. */
    boolean isFarAhead() {
        long bytes = 0;
        int checkpoints = 0;
        for (var entry : chunks.entrySet()) {
            if (!announced.containsKey(entry.getKey())) {
                checkpoints++;
                bytes += entry.getValue().values().stream()
                        .mapToLong(chunk -> chunk.length)
                        .sum();
            }
        }
        return checkpoints > 1 && bytes > MOST_AHEAD;
    }

    /**
     * Drops chunks without an event, except those of the latest checkpoint, whose event may follow. To be called when all
     * events so far have been read. All records of a checkpoint are readable before the next checkpoint's are sent.
     */
    void forgetUnannounced() {
        String latest = null;
        for (String id : chunks.keySet()) {
            latest = id;
        }
        String kept = latest;
        chunks.keySet().removeIf(id -> !id.equals(kept) && !announced.containsKey(id));
    }
}
