package nudge.labeller.image;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import nudge.events.Split;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.duplicates.NearDuplicateIndex;
import nudge.labeller.duplicates.ProjectedImage;
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
    private static final int CHUNK = 50_000;
    /** Within so short a time others add so little that the transaction itself catches up with it. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final KnownImages heldOut = new KnownImages(Split.HELD_OUT);
    private final KnownImages train = new KnownImages(Split.TRAIN);
    private final RecentPixels recent = new RecentPixels();
    private @Nullable Appended appended;
    private boolean caughtUp;
    private long caughtUpNanos;

    /** @param projected null when nobody has looked for it */
    private record Added(
            long position,
            UUID id,
            Split split,
            byte[] pixels,
            @Nullable ProjectedImage projected) {}

    /**
     * The images that may be twins of one.
     *
     * @param position up to which images of the log were looked at
     * @param projected null when nothing is looked for
     */
    private record Candidates(long position, @Nullable ProjectedImage projected, Set<UUID> images) {
        static final Candidates NOT_SEARCHED = new Candidates(0, null, Set.of());
    }

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
        if (!adds(requests) || isNear(requests)) {
            return;
        }
        Log.Head head = Database.withHandle(connection, handle -> {
            load(handle, requests);
            return Log.head(handle);
        });
        follow(connection, head, requests);
    }

    /** A round trip for nearly nothing would be dear: an import has a hundred transactions a second. */
    private boolean isNear(List<ImageRequest> requests) {
        return caughtUp
                && System.nanoTime() - caughtUpNanos < MOMENT_NANOS
                && requests.stream()
                        .allMatch(request -> !(request.command() instanceof Add add)
                                || !isSearched(add)
                                || others(add.split()).isLoaded());
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
        List.of(heldOut, train).forEach(KnownImages::settle);
        List<Candidates> all = new ArrayList<>(requests.size());
        Set<UUID> found = new HashSet<>();
        for (ImageRequest request : requests) {
            Candidates candidates = candidates(request);
            all.add(candidates);
            found.addAll(candidates.images());
        }
        Map<UUID, byte[]> pixels = recent.of(found, handle);
        List<ImageRequest> searched = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            ImageRequest request = requests.get(i);
            Candidates candidates = all.get(i);
            searched.add(
                    request.command() instanceof Add add && candidates.projected() != null
                            ? request.with(add.searched(new TwinSearch(
                                    candidates.position(),
                                    Twin.nearest(add, candidates.images(), pixels, null),
                                    candidates.projected())))
                            : request);
        }
        return searched;
    }

    private Candidates candidates(ImageRequest request) {
        if (!(request.command() instanceof Add add) || !isSearched(add)) {
            return Candidates.NOT_SEARCHED;
        }
        KnownImages others = others(add.split());
        ProjectedImage projected =
                KnownImages.projected(add.split(), add.pixels().bytes());
        // Asked for before the search: what is missed is behind it.
        long position = others.position();
        return new Candidates(position, projected, others.candidates(request.image(), projected));
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
            caughtUp = true;
            caughtUpNanos = System.nanoTime();
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
                                row.getBytes("pixels"),
                                null))
                        .list();
                take(known, images, to);
            }
        }
    }

    private void take(KnownImages known, List<Added> images, long to) {
        for (Added image : images) {
            if (known == known(image.split()) && image.position() > known.position()) {
                known.add(
                        image.id(),
                        image.position(),
                        image.projected() != null
                                ? image.projected()
                                : KnownImages.projected(image.split(), image.pixels()));
            }
        }
        known.advance(to);
    }

    /** The images that one transaction adds, in their order: each is compared with those before it as well. */
    final class Batch {
        private final Connection connection;
        private final NearDuplicateIndex ownHeldOut = new NearDuplicateIndex();
        private final NearDuplicateIndex ownTrain = new NearDuplicateIndex();
        private final Map<UUID, byte[]> own = new HashMap<>();
        private final boolean bothSplits;
        private final List<Added> images = new ArrayList<>();

        /** @param connection whose transaction has locked the head, to which {@link #follow} has come */
        Batch(Connection connection, List<ImageRequest> requests) {
            this.connection = connection;
            this.bothSplits = requests.stream()
                            .flatMap(request ->
                                    request.command() instanceof Add add ? Stream.of(add.split()) : Stream.empty())
                            .distinct()
                            .count()
                    > 1;
        }

        /** The request with the twin that its image has by now. */
        ImageRequest search(ImageRequest request) throws SQLException {
            if (!(request.command() instanceof Add add) || !isSearched(add)) {
                return request;
            }
            KnownImages others = others(add.split());
            TwinSearch before = add.search();
            ProjectedImage projected = KnownImages.projected(add);
            Set<UUID> candidates = before == null
                    ? others.candidates(request.image(), projected)
                    : others.candidatesSince(before.position(), request.image(), projected);
            Set<UUID> inBatch = bothSplits
                    ? (add.split() == Split.HELD_OUT ? ownTrain : ownHeldOut).candidates(projected)
                    : Set.of();
            if (before != null && candidates.isEmpty() && inBatch.isEmpty()) {
                return request;
            }
            Map<UUID, byte[]> pixels = new HashMap<>();
            if (!candidates.isEmpty()) {
                pixels.putAll(Database.withHandle(connection, handle -> recent.of(candidates, handle)));
            }
            inBatch.stream()
                    .filter(id -> !id.equals(request.image()))
                    .forEach(id -> pixels.put(id, Objects.requireNonNull(own.get(id))));
            Twin twin = Twin.nearest(add, pixels.keySet(), pixels, before == null ? null : before.twin());
            return request.with(add.searched(new TwinSearch(others.position(), twin, projected)));
        }

        /** The image of the request is among those that the transaction adds, at that position. */
        void added(ImageRequest request, long position) {
            if (request.command() instanceof Add add) {
                byte[] pixels = add.pixels().bytes();
                TwinSearch search = add.search();
                images.add(new Added(
                        position, request.image(), add.split(), pixels, search == null ? null : search.projected()));
                if (bothSplits) {
                    own.put(request.image(), pixels);
                    (add.split() == Split.HELD_OUT ? ownHeldOut : ownTrain)
                            .add(request.image(), KnownImages.projected(add));
                }
            }
        }

        /** The transaction moves the log's head. */
        void append(Log.Head from, Log.Head to) {
            appended = new Appended(from.position(), to, images);
        }
    }
}
