package nudge.labeller.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The pixels of images that others were compared with lately, some 3 MB: of plain digits, most are compared with the same few.
 * An image's pixels never change. For any number of threads.
 */
final class RecentPixels {
    private static final String PIXELS = "SELECT id, pixels FROM image WHERE id = ANY (:ids)";
    private static final int MOST = 4_096;

    private final Map<UUID, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** The pixels of these images; of those that are not stored, none. */
    Map<UUID, byte[]> of(Set<UUID> ids, Handle handle) {
        Map<UUID, byte[]> pixels = new HashMap<>();
        List<UUID> missing = new ArrayList<>();
        synchronized (recent) {
            for (UUID id : ids) {
                byte[] found = recent.get(id);
                if (found == null) {
                    missing.add(id);
                } else {
                    pixels.put(id, found);
                }
            }
        }
        if (!missing.isEmpty()) {
            Map<UUID, byte[]> read = read(missing, handle);
            pixels.putAll(read);
            synchronized (recent) {
                recent.putAll(read);
            }
        }
        return pixels;
    }

    private static Map<UUID, byte[]> read(List<UUID> ids, Handle handle) {
        Map<UUID, byte[]> pixels = new HashMap<>();
        handle.createQuery(PIXELS)
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("pixels")))
                .forEach(row -> pixels.put(row.getKey(), row.getValue()));
        return pixels;
    }
}
