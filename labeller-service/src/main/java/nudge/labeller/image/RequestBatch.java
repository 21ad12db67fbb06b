package nudge.labeller.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import nudge.labeller.image.ImageCommand.GiveLabel;
import nudge.labeller.log.GroupCommit.Outcome;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.QualityDecisions;
import nudge.labeller.quality.QualityState;
import nudge.labeller.quality.RefusedDecisionException;

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
    private final Map<Handing, HandedOut> handed;
    private final List<QualityState> qualitySteps = new ArrayList<>();
    private QualityState quality;
    private long position;

    /** Somebody, and an image that they were handed. */
    public record Handing(UUID actor, UUID image) {}

    /** An image and the position of its last event. */
    public record ImageAt(Image image, long position) {}

    /**
     * @param position of the log's last event
     * @param before the states of the images that there are, of those that the requests are about
     * @param ids gives event ids
     * @param quality the policy, and what is known of annotators and of gold
     * @param handed why images were handed out, of those that the requests are about
     */
    public RequestBatch(
            long position,
            Map<UUID, Image> before,
            Idempotency idempotency,
            Supplier<UUID> ids,
            QualityState quality,
            Map<Handing, HandedOut> handed) {
        this.position = position;
        this.before = new HashMap<>(before);
        this.idempotency = idempotency;
        this.ids = ids;
        this.quality = quality;
        qualitySteps.add(quality);
        this.handed = Map.copyOf(handed);
    }

    /** By the default policy, with nobody known. */
    public RequestBatch(long position, Map<UUID, Image> before, Idempotency idempotency, Supplier<UUID> ids) {
        this(position, before, idempotency, ids, QualityState.NONE, Map.of());
    }

    /** Decides one request. */
    public Outcome<Receipt> decide(LogRequest request, Instant at) {
        try {
            if (request instanceof ImageRequest ofImage) {
                return Outcome.of(decideOnce(ofImage, at));
            }
            if (request instanceof QualityRequest ofQuality) {
                return Outcome.of(carryOut(ofQuality, at));
            }
            throw new IllegalStateException("expected a request about an image or about quality, got " + request);
        } catch (RefusedDecisionException refused) {
            return Outcome.refused(new RefusedException(RefusedException.Reason.CONFLICT, refused.getMessage()));
        } catch (RefusedException refused) {
            return Outcome.refused(
                    refused.reason() == RefusedException.Reason.STALE && request instanceof ImageRequest stale
                            ? new RefusedException(
                                    refused.reason(), "image " + stale.image() + ": " + refused.getMessage())
                            : refused);
        } catch (IllegalStateException broken) {
            return Outcome.refused(broken);
        }
    }

    private Receipt decideOnce(ImageRequest request, Instant at) {
        Receipt earlier = idempotency.find(request);
        if (earlier != null) {
            return earlier;
        }
        Receipt receipt = carryOut(request, at);
        idempotency.add(request, receipt);
        return receipt;
    }

    private Receipt carryOut(QualityRequest request, Instant at) {
        append(QualityDecisions.decide(quality, request.command(), request.actor(), position + 1), at);
        return new Receipt(QualityRequest.NO_IMAGE, 0, position, false);
    }

    private Receipt carryOut(ImageRequest request, Instant at) {
        UUID id = request.image();
        ImageAt placed = changed.get(id);
        Image image = placed == null ? before.getOrDefault(id, Image.NONE) : placed.image();
        List<StoredEvent> decided = new ArrayList<>();
        Judgement judgement = new Judgement(id, quality, position + 1);
        for (ImageEvent event : image.decide(command(request), request.actor(), request.expected(), judgement)) {
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
        if (decided.isEmpty()) {
            return new Receipt(id, image.version(), position, image.putAside());
        }
        events.addAll(decided);
        position += decided.size();
        long last = position;
        if (request.command() instanceof ImageCommand.Add add) {
            added.put(id, add.pixels());
        }
        changed.put(id, new ImageAt(image, position));
        if (judgement.crowd()) {
            answerGold(request, at);
        }
        return new Receipt(id, image.version(), last, image.putAside());
    }

    /** With why the image was handed out, if anybody knows. */
    private ImageCommand command(ImageRequest request) {
        HandedOut why = handed.get(new Handing(request.actor(), request.image()));
        return why != null && request.command() instanceof GiveLabel label
                ? new GiveLabel(label.digit(), label.elapsedMs(), label.suggested(), why)
                : request.command();
    }

    private void answerGold(ImageRequest request, Instant at) {
        if (request.command() instanceof GiveLabel label) {
            append(QualityDecisions.answer(quality, request.actor(), request.image(), label.digit(), position + 1), at);
        } else if (request.command() instanceof ImageCommand.RetractLabel) {
            append(QualityDecisions.takeBack(quality, request.actor(), request.image(), position + 1), at);
        }
    }

    private void append(QualityDecisions.Outcome outcome, Instant at) {
        for (QualityDecisions.Entry entry : outcome.entries()) {
            events.add(new StoredEvent(
                    ++position,
                    ids.get(),
                    entry.stream(),
                    entry.version(),
                    entry.type(),
                    entry.schema(),
                    entry.actor(),
                    at,
                    entry.data()));
        }
        qualitySteps.addAll(outcome.states());
        quality = qualitySteps.get(qualitySteps.size() - 1);
    }

    /** The policy, and what is known of annotators and of gold: before, and after each event about them. */
    public List<QualityState> qualitySteps() {
        return qualitySteps;
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
