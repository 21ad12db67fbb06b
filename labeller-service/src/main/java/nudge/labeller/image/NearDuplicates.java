package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.duplicates.NearDuplicate;
import nudge.labeller.image.ImageCommand.Add;
import nudge.labeller.log.Log;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds, for each image that is to be added, its twin on the other side of the split: of a training image among those that are
 * held out, and the other way round. Most of the search is done before the transaction, by who submits the image; within it
 * only what came since is looked at, by this labeller or another one. What it knows follows the log, never what was only asked
 * for: what a transaction adds counts when the next one finds it there.
 */
final class NearDuplicates {
    private static final String ADDED = SqlFile.read(NearDuplicates.class, "find-pixels-added");
    private static final String PIXELS = "SELECT id, pixels FROM image WHERE id = ANY (:ids)";
    private static final int CHUNK = 50_000;

    private final KnownImages heldOut = new KnownImages(Split.HELD_OUT);
    private final KnownImages train = new KnownImages(Split.TRAIN);
    private @Nullable Appended appended;

    private record Added(long position, UUID id, Split split, byte[] pixels) {}

    /**
     * What the last transaction appended, if its commit came through.
     *
     * @param from the log's position before
     * @param head the log's head behind it
     */
    private record Appended(long from, Log.Head head, List<Added> images) {}

    private KnownImages known(Split split) {
        return split == Split.HELD_OUT ? heldOut : train;
    }

    /** Those among which the twin of an image is looked for. */
    private KnownImages others(Split split) {
        return split == Split.HELD_OUT ? train : heldOut;
    }

    /**
     * Searches for the twins of what the requests add, in the thread of who submits them.
     *
     * @return the requests with what was found
     */
    List<ImageRequest> search(DataSource database, List<ImageRequest> requests) throws SQLException {
        if (!adds(requests)) {
            return requests;
        }
        try (Connection connection = database.getConnection()) {
            return Database.withHandle(connection, handle -> {
                load(handle, requests);
                return search(handle, requests);
            });
        }
    }

    /** Loads what the requests need, and comes near to the log's head, before the transaction locks it. */
    void load(Connection connection, List<ImageRequest> requests) throws SQLException {
        if (!adds(requests)) {
            return;
        }
        Log.Head head = Database.withHandle(connection, handle -> {
            load(handle, requests);
            return Log.head(handle);
        });
        follow(connection, head, requests);
    }

    private static boolean adds(List<ImageRequest> requests) {
        return requests.stream().anyMatch(request -> request.command() instanceof Add add && isSearched(add));
    }

    /** Those of a set that is known to have no twins in itself, the first in the pool, are not. */
    private static boolean isSearched(Add add) {
        return add.search() != TwinSearch.NEEDLESS;
    }

    private void load(Handle handle, List<ImageRequest> requests) {
        for (ImageRequest request : requests) {
            if (request.command() instanceof Add add
                    && isSearched(add)
                    && !others(add.split()).isLoaded()) {
                others(add.split()).load(handle);
            }
        }
    }

    private List<ImageRequest> search(Handle handle, List<ImageRequest> requests) {
        Map<ImageRequest, Set<UUID>> candidates = new HashMap<>();
        long position = Long.MAX_VALUE;
        for (ImageRequest request : requests) {
            if (request.command() instanceof Add add && isSearched(add)) {
                // Asked for before the search: what is missed is behind it.
                position = Math.min(position, others(add.split()).position());
                Set<UUID> found = others(add.split())
                        .candidates(request.image(), add.pixels().bytes());
                if (!found.isEmpty()) {
                    candidates.put(request, found);
                }
            }
        }
        Map<UUID, byte[]> pixels = candidates.isEmpty()
                ? Map.of()
                : pixels(
                        handle,
                        candidates.values().stream()
                                .flatMap(Set::stream)
                                .distinct()
                                .toList());
        List<ImageRequest> searched = new ArrayList<>(requests.size());
        for (ImageRequest request : requests) {
            searched.add(
                    request.command() instanceof Add add && isSearched(add)
                            ? with(
                                    request,
                                    add,
                                    position,
                                    nearest(add, candidates.getOrDefault(request, Set.of()), pixels, null))
                            : request);
        }
        return searched;
    }

    /** Comes to the log's head. */
    void follow(Connection connection, Log.Head head, List<ImageRequest> requests) throws SQLException {
        Appended last = appended;
        appended = null;
        if (last != null && Arrays.equals(last.head().digest(), head.digest())) {
            for (KnownImages known : List.of(heldOut, train)) {
                if (known.isLoaded() && known.position() >= last.from()) {
                    take(known, last.images(), head.position());
                }
            }
        }
        if (adds(requests)) {
            Database.withHandle(connection, handle -> {
                catchUp(handle, head.position());
                return null;
            });
        }
    }

    /** What other labellers added. */
    private void catchUp(Handle handle, long head) {
        for (KnownImages known : List.of(heldOut, train)) {
            while (known.isLoaded() && known.position() < head) {
                long to = Math.min(head, known.position() + CHUNK);
                List<Added> images = handle.createQuery(ADDED)
                        .bind("after", known.position())
                        .bind("up_to", to)
                        .map((row, context) -> new Added(
                                row.getLong("position"),
                                row.getObject("id", UUID.class),
                                Split.of(row.getString("split")),
                                row.getBytes("pixels")))
                        .list();
                take(known, images, to);
            }
        }
    }

    private void take(KnownImages known, List<Added> images, long to) {
        for (Added image : images) {
            if (known == known(image.split()) && image.position() > known.position()) {
                known.add(image.id(), image.pixels());
            }
        }
        known.advance(to);
    }

    /** The images that one transaction adds, in their order: each is compared with those before it as well. */
    final class Batch {
        private final Connection connection;
        private final KnownImages ownHeldOut = new KnownImages(Split.HELD_OUT);
        private final KnownImages ownTrain = new KnownImages(Split.TRAIN);
        private final Set<Split> splits;
        private final List<Added> images = new ArrayList<>();

        /** @param connection whose transaction has locked the head, to which {@link #follow} has come */
        Batch(Connection connection, List<ImageRequest> requests) {
            this.connection = connection;
            this.splits = requests.stream()
                    .flatMap(request -> request.command() instanceof Add add ? Stream.of(add.split()) : Stream.empty())
                    .collect(Collectors.toSet());
        }

        /** The request with the twin that its image has by now. */
        ImageRequest search(ImageRequest request) throws SQLException {
            if (!(request.command() instanceof Add add) || !isSearched(add)) {
                return request;
            }
            KnownImages others = others(add.split());
            KnownImages fresh = add.split() == Split.HELD_OUT ? ownTrain : ownHeldOut;
            byte[] bytes = add.pixels().bytes();
            TwinSearch before = add.search();
            Set<UUID> candidates = before == null
                    ? others.candidates(request.image(), bytes)
                    : others.candidatesSince(before.position(), request.image(), bytes);
            Set<UUID> inBatch = fresh.candidates(request.image(), bytes);
            Twin twin = before == null ? null : before.twin();
            if (!candidates.isEmpty() || !inBatch.isEmpty()) {
                Map<UUID, byte[]> pixels = new HashMap<>();
                inBatch.forEach(id -> pixels.put(id, fresh.pixels(id)));
                candidates.forEach(id -> pixels.computeIfAbsent(id, others::pixels));
                List<UUID> missing = candidates.stream()
                        .filter(id -> !pixels.containsKey(id))
                        .toList();
                if (!missing.isEmpty()) {
                    pixels.putAll(Database.withHandle(connection, handle -> pixels(handle, missing)));
                }
                twin = nearest(add, pixels.keySet(), pixels, twin);
            }
            return with(request, add, others.position(), twin);
        }

        /** The image of the request is among those that the transaction adds, at that position. */
        void added(ImageRequest request, long position) {
            if (request.command() instanceof Add add) {
                images.add(new Added(
                        position, request.image(), add.split(), add.pixels().bytes()));
                if (splits.size() > 1) {
                    (add.split() == Split.HELD_OUT ? ownHeldOut : ownTrain)
                            .add(request.image(), add.pixels().bytes());
                }
            }
        }

        /** The transaction moves the log's head. */
        void append(Log.Head from, Log.Head to) {
            appended = new Appended(from.position(), to, images);
        }
    }

    private static ImageRequest with(ImageRequest request, Add add, long position, @Nullable Twin twin) {
        return new ImageRequest(
                request.actor(),
                request.key(),
                request.image(),
                request.expected(),
                new Add(add.pixels(), add.split(), add.digit(), add.source(), new TwinSearch(position, twin)));
    }

    private static Map<UUID, byte[]> pixels(Handle handle, List<UUID> ids) {
        Map<UUID, byte[]> pixels = new HashMap<>();
        handle.createQuery(PIXELS)
                .bind("ids", ids.toArray(UUID[]::new))
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("pixels")))
                .forEach(row -> pixels.put(row.getKey(), row.getValue()));
        return pixels;
    }

    /** The nearest of the candidates and the one that was found before; null when none is near enough. */
    private static @Nullable Twin nearest(
            Add add, Set<UUID> candidates, Map<UUID, byte[]> pixels, @Nullable Twin before) {
        Twin nearest = before;
        byte[] own = add.pixels().bytes();
        for (UUID candidate : candidates) {
            byte[] other = pixels.get(candidate);
            if (other == null) {
                throw new IllegalStateException("expected the pixels of the image " + candidate + ", found none");
            }
            double distance = add.split() == Split.HELD_OUT
                    ? NearDuplicate.distance(own, other)
                    : NearDuplicate.distance(other, own);
            if (distance <= NearDuplicate.THRESHOLD && (nearest == null || distance < nearest.distance())) {
                nearest = new Twin(candidate, Math.round(distance * 1000) / 1000.0);
            }
        }
        return nearest;
    }
}
