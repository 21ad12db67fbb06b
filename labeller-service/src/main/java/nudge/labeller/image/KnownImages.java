package nudge.labeller.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.database.SqlFile;
import nudge.labeller.duplicates.NearDuplicateIndex;
import nudge.labeller.log.Log;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The images of one side of the split, up to a position of the log, and which of them may be twins of another image. Whatever
 * has become of them counts: one that was rejected or put aside may come back. Loaded when it is needed first. The log's writer
 * alone adds to it; any thread may search.
 */
final class KnownImages {
    private static final String OF_SPLIT = SqlFile.read(KnownImages.class, "find-pixels-of-split");
    private static final int CHUNK = 5_000;
    private static final int MOST_YOUNG = 2_000;
    private static final long NOT_LOADED = -1;

    private final Split split;
    private final NearDuplicateIndex all;
    private Young young = new Young(0);
    private volatile long position = NOT_LOADED;
    private volatile long loadedAt;

    /** What was added last, behind a position: who searched up to there looks through these alone. The writer's. */
    private final class Young {
        private final long from;
        private final Map<UUID, byte[]> pixels = new LinkedHashMap<>();
        private final List<Known> notIndexed = new ArrayList<>();
        private final NearDuplicateIndex index = newIndex();

        private Young(long from) {
            this.from = from;
        }

        private void add(Known image) {
            pixels.put(image.id(), image.pixels());
            notIndexed.add(image);
        }

        /** Often nobody asks. */
        private Set<UUID> candidates(byte[] of) {
            notIndexed.forEach(image -> index.add(image.id(), image.pixels()));
            notIndexed.clear();
            return index.candidates(of);
        }
    }

    /** An image and its 784 pixels. */
    record Known(UUID id, byte[] pixels) {}

    KnownImages(Split split) {
        this.split = split;
        this.all = newIndex();
    }

    /** It is the held-out image that is moved, whichever came first. Few images are held out, and most are compared with them. */
    private NearDuplicateIndex newIndex() {
        return new NearDuplicateIndex(split == Split.HELD_OUT);
    }

    boolean isLoaded() {
        return position != NOT_LOADED;
    }

    /** Up to here every image of the log is in it. */
    long position() {
        return position;
    }

    /** Loads what there is; a chunk a statement. Others wait meanwhile. */
    synchronized void load(Handle handle) {
        if (isLoaded()) {
            return;
        }
        long head = Log.head(handle).position();
        UUID after = new UUID(0, 0);
        List<Known> chunk;
        do {
            chunk = handle.createQuery(OF_SPLIT)
                    .bind("split", split.wire())
                    .bind("after", after)
                    .bind("limit", CHUNK)
                    .map((row, context) -> new Known(row.getObject("id", UUID.class), row.getBytes("pixels")))
                    .list();
            for (Known image : chunk) {
                all.add(image.id(), image.pixels());
                after = image.id();
            }
        } while (chunk.size() == CHUNK);
        loadedAt = head;
        position = head;
    }

    /** Adds an image of the log; {@link #advance} comes behind. */
    void add(UUID image, byte[] pixels) {
        all.add(image, pixels);
        young.add(new Known(image, pixels));
    }

    /** All images up to that position are in it. */
    void advance(long to) {
        position = Math.max(position, to);
        if (young.pixels.size() > MOST_YOUNG) {
            young = new Young(position);
        }
    }

    /** The images that may be twins of this one, without itself. */
    Set<UUID> candidates(UUID image, byte[] pixels) {
        return without(image, all.candidates(pixels));
    }

    /** The same among those behind a position, and perhaps some before it. */
    Set<UUID> candidatesSince(long since, UUID image, byte[] pixels) {
        if (since >= position) {
            return Set.of();
        }
        return without(
                image, since >= Math.max(young.from, loadedAt) ? young.candidates(pixels) : all.candidates(pixels));
    }

    byte @Nullable [] pixels(UUID image) {
        return young.pixels.get(image);
    }

    private static Set<UUID> without(UUID image, Set<UUID> candidates) {
        Set<UUID> others = new HashSet<>(candidates);
        others.remove(image);
        return others;
    }
}
