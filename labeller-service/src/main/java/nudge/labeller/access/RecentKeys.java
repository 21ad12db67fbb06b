package nudge.labeller.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of the keys that were used last; beyond so many, the one that was used longest ago is forgotten. */
final class RecentKeys<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    RecentKeys(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
