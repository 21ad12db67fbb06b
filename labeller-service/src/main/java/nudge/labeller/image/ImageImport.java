package nudge.labeller.image;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import nudge.labeller.database.Database;
import nudge.labeller.database.StoreUnavailableException;
import nudge.labeller.log.GroupCommit;
import org.jspecify.annotations.Nullable;

/** Adds many images at once. What is there already is passed over, so that an import that was cut off is run again. */
public final class ImageImport {
    /** Two of them are on their way at once, so that people who label meanwhile wait behind few images. */
    private static final int WINDOW = 512;

    private final GroupCommit<LogRequest, Receipt> log;
    private final Database database;
    private final UUID importer;
    private final AtomicLong toCome = new AtomicLong();
    private @Nullable TwinSearch search;

    /** @param importer the actor of the events */
    public ImageImport(GroupCommit<LogRequest, Receipt> log, Database database, UUID importer) {
        this.log = log;
        this.database = database;
        this.importer = importer;
    }

    /**
     * Says that no two images that come from here on are near-duplicates. When the pool is empty, none of them can have a twin:
     * nobody searches for it, which takes as long as to store them.
     */
    public void comeWithoutTwins() {
        if (count() == 0) {
            search = TwinSearch.NEEDLESS;
        }
    }

    /** Tells how many images are still to be added, for people who wait for them; what is added then counts down. */
    public void expect(long images) {
        toCome.set(images);
    }

    /** Images that are still to be added, as far as it was told. */
    public long toCome() {
        return toCome.get();
    }

    /**
     * Adds a batch, durably.
     *
     * @return how many of them were new; the others have the same pixels as an image that is there
     * @throws StoreUnavailableException when the database does not answer
     */
    public int add(List<NewImage> batch) {
        int added = 0;
        List<CompletableFuture<Receipt>> before = List.of();
        for (int from = 0; from < batch.size(); from += WINDOW) {
            // Its twins are searched for while the ones before it are stored.
            List<CompletableFuture<Receipt>> next = submit(batch.subList(from, Math.min(batch.size(), from + WINDOW)));
            added += stored(before);
            before = next;
        }
        return added + stored(before);
    }

    private List<CompletableFuture<Receipt>> submit(List<NewImage> batch) {
        List<ImageRequest> requests = new ArrayList<>(batch.size());
        for (NewImage image : batch) {
            Pixels pixels = Pixels.of(image.pixels());
            requests.add(new ImageRequest(
                    importer,
                    null,
                    pixels.imageId(),
                    null,
                    new ImageCommand.Add(pixels, image.split(), image.digit(), image.source(), search)));
        }
        return log.submitAll(requests);
    }

    /** Waits until they are stored. */
    private int stored(List<CompletableFuture<Receipt>> receipts) {
        int added = 0;
        for (CompletableFuture<Receipt> receipt : receipts) {
            try {
                receipt.join();
                added++;
            } catch (CompletionException failed) {
                if (!(failed.getCause() instanceof RefusedException)) {
                    throw new StoreUnavailableException(
                            "the images are not stored: " + failed.getCause().getMessage(), failed);
                }
            }
        }
        toCome.updateAndGet(images -> Math.max(0, images - receipts.size()));
        return added;
    }

    /** Images stored, held-out ones and those that are put aside included. */
    public long count() {
        return database.withHandle(
                handle -> handle.select("SELECT images + held_out + put_aside + left_out FROM progress")
                        .mapTo(Long.class)
                        .one());
    }
}
