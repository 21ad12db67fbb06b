package nudge.standalone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nudge.labeller.intake.ImageImporter.ImportReport;
import nudge.labeller.intake.ImportRemarks;
import nudge.labeller.intake.RemarkedSink;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Images on their way to a Nudge: small parcels of CSV, a few at once. One thread fills it. */
final class ImportClient implements RemarkedSink, AutoCloseable {
    private static final int PARCEL = 256;
    private static final int UNDER_WAY = 4;
    private final Api api;
    private final ExecutorService senders = Executors.newFixedThreadPool(UNDER_WAY);
    private final Deque<Future<JsonNode>> underWay = new ArrayDeque<>();
    private final ImportRemarks remarks = new ImportRemarks();
    private StringBuilder parcel = new StringBuilder();
    private int inParcel;
    private long added;
    private long duplicates;
    private long putAside;
    private long labelled;

    ImportClient(Api api) {
        this.api = api;
    }

    @Override
    public void image(String name, byte[] pixels, @Nullable Integer digit) {
        parcel.append(digit == null ? "" : digit.toString());
        for (byte pixel : pixels) {
            parcel.append(',').append(pixel & 0xff);
        }
        parcel.append('\n');
        if (++inParcel == PARCEL) {
            send();
        }
    }

    @Override
    public ImportRemarks remarks() {
        return remarks;
    }

    private void send() {
        byte[] body = parcel.toString().getBytes(StandardCharsets.US_ASCII);
        parcel = new StringBuilder();
        inParcel = 0;
        while (underWay.size() >= UNDER_WAY) {
            receive();
        }
        underWay.add(senders.submit(() -> api.importFile("parcel", "text/csv", body)));
    }

    private void receive() {
        try {
            JsonNode answer = underWay.remove().get();
            added += answer.get("added").asLong();
            duplicates += answer.get("duplicates").asLong();
            putAside += answer.path("putAside").asLong();
            labelled += answer.get("labelled").asLong();
            for (JsonNode failure : answer.get("failed")) {
                unreadable(failure.get("name").asString(), failure.get("reason").asString());
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException reason
                    ? reason
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("the import was interrupted; run it again, what is stored is passed over");
        }
    }

    /** Sends what is left, and waits until all is stored. */
    void finish() {
        if (inParcel > 0) {
            send();
        }
        while (!underWay.isEmpty()) {
            receive();
        }
    }

    ImportReport report() {
        return new ImportReport(
                added,
                duplicates,
                putAside,
                labelled,
                remarks.failures(),
                remarks.failed(),
                remarks.leftOutCount(),
                remarks.notes());
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
