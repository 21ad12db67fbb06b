package nudge.labeller.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.StoredEvent;

/**
 * What a group of requests does to the log: each is decided on the state that the ones before it left. In memory alone;
 * a request that is refused leaves no trace.
 */
public final class RequestBatch {
    private final Map<UUID, Image> before;
    private final Idempotency idempotency;
    private final Supplier<UUID> ids;
    private final Map<UUID, ImageAt> changed = new LinkedHashMap<>();
    private final Map<UUID, Pixels> added = new LinkedHashMap<>();
    private final List<StoredEvent> events = new ArrayList<>();
    private long position;

    /** An image and the position of its last event. */
    public record ImageAt(Image image, long position) {}

    /**
     * @param position of the log's last event
     * @param before the states of the images that there are, of those that the requests are about
     * @param ids gives event ids
     */
    public RequestBatch(long position, Map<UUID, Image> before, Idempotency idempotency, Supplier<UUID> ids) {
        this.position = position;
        this.before = new HashMap<>(before);
        this.idempotency = idempotency;
        this.ids = ids;
    }

    /** Decides one request. */
    public Outcome<Receipt> decide(ImageRequest request, Instant at) {
        try {
            Receipt earlier = idempotency.find(request);
            if (earlier != null) {
                return Outcome.of(earlier);
            }
            Receipt receipt = carryOut(request, at);
            idempotency.add(request, receipt);
            return Outcome.of(receipt);
        } catch (RefusedException refused) {
            return Outcome.refused(
                    refused.reason() == RefusedException.Reason.STALE
                            ? new RefusedException(
                                    refused.reason(), "image " + request.image() + ": " + refused.getMessage())
                            : refused);
        } catch (IllegalStateException broken) {
            return Outcome.refused(broken);
        }
    }

    private Receipt carryOut(ImageRequest request, Instant at) {
        UUID id = request.image();
        ImageAt placed = changed.get(id);
        Image image = placed == null ? before.getOrDefault(id, Image.NONE) : placed.image();
        List<StoredEvent> decided = new ArrayList<>();
        for (ImageEvent event : image.decide(request.command(), request.actor(), request.expected())) {
            image = image.evolve(event, request.actor(), position + decided.size() + 1);
            String type = ImageEventJson.type(event);
            decided.add(new StoredEvent(
                    position + decided.size() + 1,
                    ids.get(),
                    id,
                    image.version(),
                    type,
                    ImageEventJson.schema(type),
                    request.actor(),
                    at,
                    ImageEventJson.write(event)));
        }
        events.addAll(decided);
        position += decided.size();
        if (request.command() instanceof ImageCommand.Add add) {
            added.put(id, add.pixels());
        }
        changed.put(id, new ImageAt(image, position));
        return new Receipt(id, image.version(), position, image.putAside());
    }

    /** The answers to keys, the new ones among them. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** The events to append, in order. */
    public List<StoredEvent> events() {
        return events;
    }

    /** The images that these events changed, as they are now. */
    public Map<UUID, ImageAt> changed() {
        return changed;
    }

    /** As the images were before; those that were not there are missing. */
    public Map<UUID, Image> before() {
        return before;
    }

    /** The pixels of the images that were added. */
    public Map<UUID, Pixels> added() {
        return added;
    }
}
