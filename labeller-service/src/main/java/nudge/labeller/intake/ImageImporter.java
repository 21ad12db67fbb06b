package nudge.labeller.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import nudge.events.Split;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.GroupCommit;
import org.jspecify.annotations.Nullable;

/**
 * Adds the images of a file to the pool, a batch a transaction, and labels them in the name of who sent them. Pixels that are
 * there already are passed over, and so is their label once anything has happened to them: an import never overrules people,
 * and one that was cut off is sent again. One thread uses it.
 */
public final class ImageImporter implements RemarkedSink {
    /** Few enough that people who label meanwhile do not notice; two of them are on their way at once. */
    private static final int BATCH = 128;

    private static final String SOURCE = "import";
    private static final Sent NOTHING = new Sent(List.of(), List.of());

    private final GroupCommit<LogRequest, Receipt> log;
    private final UUID actor;
    private final @Nullable String key;
    private final double heldOutShare;
    private final boolean blind;
    private final List<Waiting> batch = new ArrayList<>();
    private final ImportRemarks remarks = new ImportRemarks();
    private Sent sent = NOTHING;
    private long count;
    private long added;
    private long duplicates;
    private long putAside;
    private long labelled;

    private record Sent(List<ImageRequest> requests, List<CompletableFuture<Receipt>> receipts) {}

    private record Waiting(Pixels pixels, @Nullable Integer digit, long number) {}

    /** What is no image, and why. */
    public record Failure(String name, String reason) {}

    /** How something was understood that could be understood otherwise. */
    public record Note(String name, String note) {}

    /**
     * What came of a file.
     *
     * @param duplicates pixels that were there before
     * @param putAside of the added ones: nearly the same as an image on the other side of the split
     * @param failures how many could not be read
     * @param failed the first of them
     * @param leftOut hidden and system files that were passed over
     * @param notes the first of them
     */
    public record ImportReport(
            long added,
            long duplicates,
            long putAside,
            long labelled,
            long failures,
            List<Failure> failed,
            long leftOut,
            List<Note> notes) {}

    /**
     * An import in somebody's name.
     *
     * @param key idempotency key of the whole: what is sent again with it counts as the first time; null for none
     * @param blind whether it labels only what it adds, and does not tell what is put aside: whoever sent it must not learn from
     *     it what happened to images that are there
     */
    public ImageImporter(
            GroupCommit<LogRequest, Receipt> log,
            UUID actor,
            @Nullable String key,
            double heldOutShare,
            boolean blind) {
        this.log = log;
        this.actor = actor;
        this.key = key;
        this.heldOutShare = heldOutShare;
        this.blind = blind;
    }

    @Override
    public void image(String name, byte[] pixels, @Nullable Integer digit) {
        batch.add(new Waiting(Pixels.of(pixels), digit, count++));
        if (batch.size() == BATCH) {
            store();
        }
    }

    @Override
    public ImportRemarks remarks() {
        return remarks;
    }

    /** Stores what is left, and tells what came of all. */
    public ImportReport finish() {
        store();
        count();
        return new ImportReport(
                added,
                duplicates,
                blind ? 0 : putAside,
                labelled,
                remarks.failures(),
                remarks.failed(),
                remarks.leftOutCount(),
                remarks.notes());
    }

    private void store() {
        if (blind) {
            storeBlindly();
            return;
        }
        List<ImageRequest> requests = new ArrayList<>(2 * batch.size());
        for (Waiting image : batch) {
            requests.add(add(image));
            if (image.digit != null) {
                requests.add(label(image, image.digit));
            }
        }
        batch.clear();
        // Its twins are searched for while the ones before it are stored.
        Sent next = submitted(requests);
        count();
        sent = next;
    }

    /** Adds them first, and labels those that are new. */
    private void storeBlindly() {
        sent = submitted(batch.stream().map(this::add).toList());
        List<ImageRequest> labels = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Waiting image = batch.get(i);
            if (image.digit != null && taken(sent.receipts.get(i)) != null) {
                labels.add(label(image, image.digit));
            }
        }
        batch.clear();
        count();
        sent = submitted(labels);
        count();
    }

    private Sent submitted(List<ImageRequest> requests) {
        return new Sent(requests, log.submitAll(requests));
    }

    private ImageRequest add(Waiting image) {
        Split split = image.pixels.share() < heldOutShare ? Split.HELD_OUT : Split.TRAIN;
        return request(image, null, new ImageCommand.Add(image.pixels, split, OptionalInt.empty(), SOURCE));
    }

    private ImageRequest label(Waiting image, int digit) {
        return request(image, 1, new ImageCommand.GiveLabel(digit, null, null));
    }

    /** Waits for what was sent last, and counts it. */
    private void count() {
        for (int i = 0; i < sent.requests.size(); i++) {
            Receipt receipt = taken(sent.receipts.get(i));
            if (sent.requests.get(i).command() instanceof ImageCommand.Add) {
                added += receipt == null ? 0 : 1;
                duplicates += receipt == null ? 1 : 0;
                putAside += receipt != null && receipt.putAside() ? 1 : 0;
            } else {
                labelled += receipt == null ? 0 : 1;
            }
        }
        sent = NOTHING;
    }

    private ImageRequest request(Waiting image, @Nullable Integer expected, ImageCommand command) {
        String own = key == null ? null : key + "/" + image.number + (expected == null ? "" : "/label");
        return new ImageRequest(actor, own, image.pixels.imageId(), expected, command);
    }

    /** Null when it was refused. */
    private static @Nullable Receipt taken(CompletableFuture<Receipt> receipt) {
        try {
            return receipt.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RefusedException refused
                    && refused.reason() != RefusedException.Reason.KEY_REUSED) {
                return null;
            }
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }
}
