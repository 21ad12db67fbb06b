package nudge.labeller.duplicates;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Finds, among images that it was given, those that may be near-duplicates of another one. It misses none; those that it finds
 * are then compared pixel by pixel. Either all that it holds are moved and those that are looked for stay, which makes a search
 * cheap and takes nine times the memory, or the other way round. For any number of threads.
 */
public final class NearDuplicateIndex {
    private final ProjectionTree tree = new ProjectionTree(Projection.reach(NearDuplicate.THRESHOLD));
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    /** Those that are not in the tree yet; they get there under the write lock. */
    private final Queue<Added> added = new ConcurrentLinkedQueue<>();

    private record Added(UUID image, ProjectedImage projected) {}

    /** Adds an image, at once: {@link #settle} does the work, or the next search. */
    public void add(UUID image, ProjectedImage projected) {
        added.add(new Added(image, projected));
    }

    /** Does what additions left to be done: for whoever has the time. */
    public void settle() {
        if (added.isEmpty()) {
            return;
        }
        lock.writeLock().lock();
        try {
            for (Added next = added.poll(); next != null; next = added.poll()) {
                short[] points = next.projected.points;
                for (int at = 0; at < points.length; at += Projection.DIMENSIONS) {
                    tree.add(points, at, next.image);
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The images that may be near-duplicates of this one; those that are not among them are none. */
    public Set<UUID> candidates(ProjectedImage projected) {
        settle();
        lock.readLock().lock();
        try {
            if (tree.size() == 0) {
                return Set.of();
            }
            Set<UUID> found = new HashSet<>();
            for (int at = 0; at < projected.points.length; at += Projection.DIMENSIONS) {
                tree.search(projected.points, at, found::add);
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }
}
