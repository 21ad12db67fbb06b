package nudge.labeller.web.labelling;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.access.Actor;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Png;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.web.http.IdempotencyKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Images: what they are, and what has happened to them. */
@RestController
@RequestMapping("/api/images")
class ImageApi {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Labelling labelling;
    private final ImageQueries images;
    private final OwnImages own;
    private final double heldOutShare;

    /** @param heldOutShare share of the images that come in which are held out */
    ImageApi(Labelling labelling, ImageQueries images, OwnImages own, double heldOutShare) {
        this.labelling = labelling;
        this.images = images;
        this.own = own;
        this.heldOutShare = heldOutShare;
    }

    /**
     * @param split null for the blind, and {@code putAside} false: who knows these of their own image knows them of its twin
     * @param putAside whether it is nearly the same as another image, and a person has to decide whether it is used
     */
    record AddedImage(UUID image, int version, @Nullable Split split, boolean putAside) {
        AddedImage blind() {
            return new AddedImage(image, 1, null, false);
        }
    }

    /**
     * @param split null for the blind
     * @param digit the settled label, or null
     * @param aside waiting, left-out or taken-in when it is nearly the same as another image; null otherwise
     */
    record ImageView(
            UUID image,
            int version,
            @Nullable Split split,
            @Nullable Integer digit,
            boolean rejected,
            @Nullable String aside,
            int labels,
            int skips,
            String png) {}

    record HistoryEvent(long position, int version, String type, Instant at, UUID actor, JsonNode data) {
        static HistoryEvent of(StoredEvent event) {
            return new HistoryEvent(
                    event.position(),
                    event.version(),
                    event.type(),
                    event.at(),
                    event.actor(),
                    MAPPER.readTree(event.data()));
        }
    }

    @PostMapping
    ResponseEntity<AddedImage> add(Pixels pixels, Actor actor, @Nullable IdempotencyKey key) {
        UUID id = pixels.imageId();
        Split split = pixels.share() < heldOutShare ? Split.HELD_OUT : Split.TRAIN;
        URI location = URI.create("/api/images/" + id);
        boolean blind = own.areAllThatIsVisibleTo(actor);
        try {
            Receipt receipt = labelling.decide(
                    actor, key, id, null, new ImageCommand.Add(pixels, split, OptionalInt.empty(), "upload"));
            AddedImage added = new AddedImage(id, receipt.version(), split, receipt.putAside());
            return ResponseEntity.created(location).body(blind ? added.blind() : added);
        } catch (RefusedException refused) {
            if (refused.reason() != RefusedException.Reason.CONFLICT) {
                throw refused;
            }
            // The same pixels are the same image.
            Image there = image(id);
            AddedImage found = new AddedImage(id, there.version(), split(there), there.putAside());
            return ResponseEntity.ok().location(location).body(blind ? found.blind() : found);
        }
    }

    @GetMapping("/{id}")
    ImageView state(@PathVariable UUID id, Actor actor) {
        if (own.areAllThatIsVisibleTo(actor)) {
            return own.state(actor, id);
        }
        return view(id, image(id));
    }

    static ImageView view(UUID id, Image image) {
        return new ImageView(
                id,
                image.version(),
                split(image),
                image.digit(),
                image.rejected(),
                aside(image),
                image.labels().size(),
                image.skips().size(),
                pngOf(id));
    }

    @GetMapping("/{id}/history")
    List<HistoryEvent> history(@PathVariable UUID id, Actor actor) {
        if (own.areAllThatIsVisibleTo(actor)) {
            return own.history(actor, id);
        }
        List<StoredEvent> events = images.history(id);
        if (events.isEmpty()) {
            throw unknown(id);
        }
        return events.stream().map(HistoryEvent::of).toList();
    }

    @GetMapping("/{id}/png")
    ResponseEntity<byte[]> png(@PathVariable UUID id) {
        byte[] pixels = images.pixels(id).orElseThrow(() -> unknown(id));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                // The id is made of the pixels: it never shows anything else.
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                .body(Png.write(pixels));
    }

    /** Where an image's picture is. */
    static String pngOf(UUID image) {
        return "/api/images/" + image + "/png";
    }

    static @Nullable String aside(Image image) {
        return image.aside() == null ? null : image.aside().wire();
    }

    static Split split(Image image) {
        if (image.split() == null) {
            throw new IllegalStateException("an image has its split from its first event on");
        }
        return image.split();
    }

    private Image image(UUID id) {
        return images.image(id).orElseThrow(() -> unknown(id));
    }

    private static RefusedException unknown(UUID id) {
        return new RefusedException(RefusedException.Reason.UNKNOWN, "there is no image " + id);
    }
}
