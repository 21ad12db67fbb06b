package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.ImageSearch;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Png;
import nudge.labeller.image.Receipt;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.GroupCommit;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Images: what they are, what has happened to them, and what annotators do with them. */
@RestController
@RequestMapping("/api/images")
class ImageApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MOST = 200;

    private final GroupCommit<ImageRequest, Receipt> log;
    private final ImageQueries images;
    private final CurrentModel model;
    private final double heldOutShare;

    ImageApi(GroupCommit<ImageRequest, Receipt> log, ImageQueries images, CurrentModel model, double heldOutShare) {
        this.log = log;
        this.images = images;
        this.model = model;
        this.heldOutShare = heldOutShare;
    }

    record Added(UUID image, int version, Split split) {}

    /** @param digit the settled label, or null */
    record State(
            UUID image,
            int version,
            Split split,
            @Nullable Integer digit,
            boolean rejected,
            int labels,
            int skips,
            String png) {}

    record Event(long position, int version, String type, Instant at, UUID actor, JsonNode data) {}

    @PostMapping
    ResponseEntity<Added> add(HttpServletRequest request) throws IOException {
        Pixels pixels = Requests.pixels(request);
        UUID id = pixels.imageId();
        Split split = pixels.share() < heldOutShare ? Split.HELD_OUT : Split.TRAIN;
        ImageCommand add = new ImageCommand.Add(pixels, split, OptionalInt.empty(), "upload");
        URI location = URI.create("/api/images/" + id);
        try {
            Receipt receipt = carryOut(request, id, null, add);
            return ResponseEntity.created(location).body(new Added(id, receipt.version(), split));
        } catch (RefusedException refused) {
            if (refused.reason() != RefusedException.Reason.CONFLICT) {
                throw refused;
            }
            // The same pixels are the same image.
            Image there = image(id);
            return ResponseEntity.ok().location(location).body(new Added(id, there.version(), split(there)));
        }
    }

    /** @param predicted what the model reads, or null when there is none yet */
    record Listed(
            UUID image,
            @Nullable Integer digit,
            boolean rejected,
            Split split,
            long position,
            @Nullable Reading predicted,
            String png) {}

    record Reading(int digit, double confidence) {}

    /** @param next to be asked for as {@code before}; null at the end */
    record Listing(List<Listed> images, @Nullable Long next) {}

    /**
     * Images, those first to which something happened last. A page may hold few or none although there is a next one.
     *
     * @param id the beginning of ids; the other filters do not count then
     * @param below only images that the model reads with a confidence below
     */
    @GetMapping
    Listing browse(
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable Integer digit,
            @RequestParam(required = false) @Nullable UUID annotator,
            @RequestParam(required = false) @Nullable String split,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Double below,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "60") int limit) {
        int most = Requests.count(limit, MOST);
        if (digit != null && (digit < 0 || digit > 9)) {
            throw new BadRequestException("expected digit to be from 0 to 9, got " + digit);
        }
        ImageSearch.Page page = id == null
                ? images.browse(
                        new ImageSearch.Filter(
                                digit,
                                annotator,
                                Requests.oneOf("split", split, Split.values(), Split::wire),
                                Requests.oneOf("state", state, ImageSearch.State.values(), ImageSearch.State::wire)),
                        before == null ? Long.MAX_VALUE : before,
                        most)
                : new ImageSearch.Page(images.byId(Requests.hex(id), most), null);
        List<Prediction> read = model.predictAll(
                page.images().stream().map(ImageSearch.Found::pixels).toList());
        List<Listed> listed = new ArrayList<>();
        for (int i = 0; i < page.images().size(); i++) {
            ImageSearch.Found found = page.images().get(i);
            Prediction prediction = read.isEmpty() ? null : read.get(i);
            if (below == null || prediction == null || prediction.confidence() < below) {
                listed.add(listed(found, prediction));
            }
        }
        return new Listing(listed, page.next());
    }

    private static Listed listed(ImageSearch.Found found, @Nullable Prediction prediction) {
        return new Listed(
                found.id(),
                found.image().digit(),
                found.image().rejected(),
                split(found.image()),
                found.position(),
                prediction == null ? null : new Reading(prediction.digit(), prediction.confidence()),
                "/api/images/" + found.id() + "/png");
    }

    @PostMapping("/{id}/label")
    Receipt label(@PathVariable UUID id, HttpServletRequest request) throws IOException {
        Requests.Label label = Requests.label(request);
        return carryOut(request, id, label.version(), label.command());
    }

    @DeleteMapping("/{id}/label")
    Receipt retractLabel(@PathVariable UUID id, HttpServletRequest request) {
        return carryOut(request, id, null, new ImageCommand.RetractLabel());
    }

    @PostMapping("/{id}/skip")
    Receipt skip(@PathVariable UUID id, HttpServletRequest request) {
        return carryOut(request, id, null, new ImageCommand.Skip());
    }

    @DeleteMapping("/{id}/skip")
    Receipt retractSkip(@PathVariable UUID id, HttpServletRequest request) {
        return carryOut(request, id, null, new ImageCommand.RetractSkip());
    }

    @PostMapping("/{id}/reject")
    Receipt reject(@PathVariable UUID id, HttpServletRequest request) {
        return carryOut(request, id, null, new ImageCommand.Reject());
    }

    @DeleteMapping("/{id}/reject")
    Receipt retractRejection(@PathVariable UUID id, HttpServletRequest request) {
        return carryOut(request, id, null, new ImageCommand.RetractRejection());
    }

    @GetMapping("/{id}")
    State state(@PathVariable UUID id) {
        Image image = image(id);
        return new State(
                id,
                image.version(),
                split(image),
                image.digit(),
                image.rejected(),
                image.labels().size(),
                image.skips().size(),
                "/api/images/" + id + "/png");
    }

    @GetMapping("/{id}/history")
    List<Event> history(@PathVariable UUID id) {
        List<StoredEvent> events = images.history(id);
        if (events.isEmpty()) {
            throw unknown(id);
        }
        return events.stream()
                .map(event -> new Event(
                        event.position(),
                        event.version(),
                        event.type(),
                        event.at(),
                        event.actor(),
                        MAPPER.readTree(event.data())))
                .toList();
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

    private Receipt carryOut(HttpServletRequest request, UUID image, @Nullable Integer version, ImageCommand command) {
        return Requests.carryOut(
                log, new ImageRequest(Requests.actor(request).id(), Requests.key(request), image, version, command));
    }

    private Image image(UUID id) {
        return images.image(id).orElseThrow(() -> unknown(id));
    }

    private static Split split(Image image) {
        if (image.split() == null) {
            throw new IllegalStateException("an image has its split from its first event on");
        }
        return image.split();
    }

    private static RefusedException unknown(UUID id) {
        return new RefusedException(RefusedException.Reason.UNKNOWN, "there is no image " + id);
    }
}
