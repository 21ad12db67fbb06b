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
 * <p>Both topics hold the checkpoints in one order, but say nothing of how far the reader is in the other. So this is a
 * merge of two ordered streams: when a checkpoint meets its chunks, then chunks from before belong to checkpoints that were
 * not asked for, and checkpoints from before have lost theirs. Clocks play no part in it.
 */
final class Assembly {
    /** How many bytes of chunks may wait for their checkpoint to be announced. */
    static final int MOST_AHEAD = 32 << 20;

    private final Map<String, Announced> announced = new LinkedHashMap<>();
    /** Chunks by checkpoint, in the order in which the first of each came. */
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
     * @throws InvalidRecordException when the weights do not match the digest; the next call goes on behind it
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

    /** Whether a chunk of a later checkpoint has come, so that this one's can come no more: they were forgotten. */
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

    /** Whether so many chunks have come ahead of their announcements that no more should be read for now. */
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
     * Forgets the chunks that no checkpoint announces, but for the latest ones: to be called when all announcements have been
     * read. A checkpoint's records become readable before the next one's are sent.
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
