package nudge.labeller.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their offsets: all recent ones, and of the older ones some, evenly spread over the offsets. So what
 * it holds does not grow with the topic. Not thread-safe.
 */
final class ThinnedEvents<E extends TrainerEvent> {
    private final int mostRecent;
    private final int mostOlder;
    private final ArrayDeque<E> recent = new ArrayDeque<>();
    /** By offset; at most twice {@code mostOlder}. */
    private final TreeMap<Long, E> older = new TreeMap<>();

    /**
     * Holds nothing yet.
     *
     * @param mostRecent how many of the newest are all kept
     * @param mostOlder how many older ones are left when they are thinned, which happens when there are twice as many
     */
    ThinnedEvents(int mostRecent, int mostOlder) {
        this.mostRecent = mostRecent;
        this.mostOlder = mostOlder;
    }

    /**
     * Adds the newest event.
     *
     * @return the event that is no longer among the recent ones by this, or null
     */
    @Nullable
    E add(E newest) {
        recent.add(newest);
        if (recent.size() <= mostRecent) {
            return null;
        }
        E left = recent.remove();
        addOlder(left);
        return left;
    }

    /** Adds an event that is older than the recent ones. */
    void addOlder(E event) {
        older.put(event.offset(), event);
        if (older.size() >= 2 * mostOlder) {
            thin();
        }
    }

    /** Keeps the first event of each cell of offsets. The next cells are made of whole ones of these: no gap adds up. */
    private void thin() {
        long first = older.firstKey();
        long last = older.lastKey();
        long width = 1;
        while (last / width - first / width >= mostOlder) {
            width *= 2;
        }
        long cell = width;
        long[] filled = {-1};
        older.keySet().removeIf(offset -> {
            boolean isFilled = offset / cell == filled[0];
            filled[0] = offset / cell;
            return isFilled;
        });
    }

    /** The offset of the newest; -1 when there is none. */
    long newestOffset() {
        return recent.isEmpty() ? -1 : recent.getLast().offset();
    }

    /** The newest, at most so many of the recent ones, oldest first. */
    List<E> newest(int most) {
        return List.copyOf(behind(Long.MIN_VALUE, most));
    }

    /** The recent ones behind an offset, the newest of them at most so many, oldest first. */
    Collection<E> behind(long offset, int most) {
        ArrayDeque<E> newest = new ArrayDeque<>();
        Iterator<E> back = recent.descendingIterator();
        while (newest.size() < most && back.hasNext()) {
            E event = back.next();
            if (event.offset() <= offset) {
                break;
            }
            newest.addFirst(event);
        }
        return newest;
    }

    /** At most so many, oldest first: all when there are no more; else half of them are the newest, and half are spread. */
    List<E> curve(int most) {
        List<E> all = new ArrayList<>(older.values());
        all.addAll(recent);
        if (all.size() <= most) {
            return all;
        }
        int newest = Math.min(recent.size(), most - most / 2);
        int split = all.size() - newest;
        List<E> curve = spread(all.subList(0, split), most - newest);
        curve.addAll(all.subList(split, all.size()));
        return curve;
    }

    /** Of events in the order of their offsets at most so many, evenly spread over the offsets; the first is among them. */
    private static <E extends TrainerEvent> List<E> spread(Collection<E> events, int most) {
        List<E> kept = new ArrayList<>();
        if (events.isEmpty() || most == 0) {
            return kept;
        }
        List<E> ordered = List.copyOf(events);
        long first = ordered.get(0).offset();
        double span = ordered.get(ordered.size() - 1).offset() - first + 1.0;
        int filled = -1;
        for (E event : ordered) {
            int part = (int) ((event.offset() - first) / span * most);
            if (part > filled) {
                kept.add(event);
                filled = part;
            }
        }
        return kept;
    }

    void clear() {
        recent.clear();
        older.clear();
    }
}
