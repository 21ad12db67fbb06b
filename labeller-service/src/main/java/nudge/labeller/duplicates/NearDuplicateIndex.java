package nudge.labeller.duplicates;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
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

    public void add(UUID image, ProjectedImage projected) {
        lock.writeLock().lock();
        try {
            for (int at = 0; at < projected.points.length; at += Projection.DIMENSIONS) {
                tree.add(projected.points, at, image);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The images that may be near-duplicates of this one; those that are not among them are none. */
    public Set<UUID> candidates(ProjectedImage projected) {
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
