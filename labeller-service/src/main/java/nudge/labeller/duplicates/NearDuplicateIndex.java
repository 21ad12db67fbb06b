package nudge.labeller.duplicates;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Finds, among images that it was given, those that may be near-duplicates of another one. It misses none; those that it finds
 * are then compared pixel by pixel. For any number of threads.
 */
public final class NearDuplicateIndex {
    private static final int REACH = Projection.reach(NearDuplicate.THRESHOLD);

    private final boolean movesWhatItHolds;
    private final ProjectionTree tree = new ProjectionTree();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /**
     * An empty index.
     *
     * @param movesWhatItHolds whether it keeps each image in all nine places, which makes a search cheap and takes nine times the
     *     memory; otherwise it moves the image that is looked for
     */
    public NearDuplicateIndex(boolean movesWhatItHolds) {
        this.movesWhatItHolds = movesWhatItHolds;
    }

    /** @param pixels 784 bytes */
    public void add(UUID image, byte[] pixels) {
        lock.writeLock().lock();
        try {
            for (int down = -1; down <= 1; down++) {
                for (int right = -1; right <= 1; right++) {
                    if (movesWhatItHolds || (down == 0 && right == 0)) {
                        tree.add(Projection.of(pixels, down, right), image);
                    }
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * The images that may be near-duplicates of this one; those that are not among them are none.
     *
     * @param pixels 784 bytes
     */
    public Set<UUID> candidates(byte[] pixels) {
        Set<UUID> found = new HashSet<>();
        lock.readLock().lock();
        try {
            if (tree.size() > 0) {
                search(pixels, found);
            }
        } finally {
            lock.readLock().unlock();
        }
        return found;
    }

    private void search(byte[] pixels, Set<UUID> found) {
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                if (!movesWhatItHolds || (down == 0 && right == 0)) {
                    tree.search(Projection.of(pixels, down, right), REACH, found::add);
                }
            }
        }
    }
}
