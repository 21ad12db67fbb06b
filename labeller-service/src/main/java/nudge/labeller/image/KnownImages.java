package nudge.labeller.image;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.database.SqlFile;
import nudge.labeller.duplicates.NearDuplicateIndex;
import nudge.labeller.duplicates.ProjectedImage;
import nudge.labeller.log.Log;
import org.jdbi.v3.core.Handle;

/**
 * The images of one side of the split, up to a position of the log, and which of them may be twins of another image. Whatever
 * has become of them counts: one that was rejected or put aside may come back. Loaded when it is needed first. The log's writer
 * alone adds to it; any thread may search.
 */
final class KnownImages {
    private static final String OF_SPLIT = SqlFile.read(KnownImages.class, "find-pixels-of-split");
    private static final int CHUNK = 5_000;
    private static final long NOT_LOADED = -1;

    private final Split split;
    private final NearDuplicateIndex index = new NearDuplicateIndex();
    private volatile long position = NOT_LOADED;
    /** The last image is not behind it. */
    private volatile long last;

    /** An image and its 784 pixels. */
    private record Known(UUID id, byte[] pixels) {}

    KnownImages(Split split) {
        this.split = split;
    }

    /** It is the held-out image that is moved, whichever came first. Few images are held out, and most are compared with them. */
    static ProjectedImage projected(Split split, byte[] pixels) {
        return split == Split.HELD_OUT ? ProjectedImage.moved(pixels) : ProjectedImage.still(pixels);
    }

    /** As it was looked for, or will be. */
    static ProjectedImage projected(ImageCommand.Add add) {
        TwinSearch search = add.search();
        return search != null && search.projected() != null
                ? search.projected()
                : projected(add.split(), add.pixels().bytes());
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
                index.add(image.id(), projected(split, image.pixels()));
                after = image.id();
            }
            index.settle();
        } while (chunk.size() == CHUNK);
        last = head;
        position = head;
    }

    /** Adds an image of the log, at its position; {@link #advance} comes behind. */
    void add(UUID image, long at, ProjectedImage projected) {
        index.add(image, projected);
        last = at;
    }

    /** Does what additions left to be done, so that the writer need not. */
    void settle() {
        index.settle();
    }

    /** All images up to that position are in it. */
    void advance(long to) {
        position = Math.max(position, to);
    }

    /** The images that may be twins of this one, without itself. */
    Set<UUID> candidates(UUID image, ProjectedImage projected) {
        Set<UUID> candidates = index.candidates(projected);
        if (candidates.contains(image)) {
            candidates = new HashSet<>(candidates);
            candidates.remove(image);
        }
        return candidates;
    }

    /** The same among those behind a position, and perhaps some before it. Often none came since. */
    Set<UUID> candidatesSince(long since, UUID image, ProjectedImage projected) {
        return since >= last ? Set.of() : candidates(image, projected);
    }
}
