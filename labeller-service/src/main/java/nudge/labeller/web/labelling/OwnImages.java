package nudge.labeller.web.labelling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.RefusedException;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.own.OwnLabels;
import nudge.labeller.own.OwnLabels.OwnLabel;
import nudge.labeller.web.blindness.Blindness;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.labelling.ImageApi.HistoryEvent;
import nudge.labeller.web.labelling.ImageApi.ImageView;
import nudge.labeller.web.labelling.ImageSearchApi.FoundImage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The images as the blind see them: those that they labelled, with the digit that they gave. Versions are 1 and positions 0, and what
 * anybody else said, or the log decided, is left out. The model's reading is left out as well: it knows the images that it learned.
 */
final class OwnImages {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String GIVEN = "label.given";
    private static final String RETRACTED = "label.retracted";
    private static final Set<String> SKIPPED = Set.of("image.skipped", "image.rejected");
    private static final Set<String> UNSKIPPED = Set.of("skip.retracted", "rejection.retracted");
    /** What a person knows of their label; the rest says why they were given the image. */
    private static final List<String> KNOWN_FIELDS = List.of("digit", "elapsedMs", "suggested");

    private final Blindness blindness;
    private final ImageQueries images;
    private final OwnLabels labels;

    OwnImages(Blindness blindness, ImageQueries images, OwnLabels labels) {
        this.blindness = blindness;
        this.images = images;
        this.labels = labels;
    }

    /**
     * A page of one's own labels.
     *
     * @param next to be asked for as {@code before}; null at the end
     * @param own true: these are the actor's own labels, and there are no others to ask for
     */
    record OwnFound(List<FoundImage> images, @Nullable Long next, boolean own) {}

    /** What was asked for; null where nothing was. */
    record Filter(
            @Nullable String idPrefix,
            @Nullable Integer digit,
            @Nullable UUID annotator,
            @Nullable String split,
            @Nullable String state,
            @Nullable Double below) {}

    boolean areAllThatIsVisibleTo(Actor actor) {
        return blindness.covers(actor);
    }

    /** What the actor said about an image; as unknown as any when that is nothing. */
    ImageView state(Actor actor, UUID image) {
        Integer digit = null;
        boolean skipped = false;
        for (StoredEvent event : events(actor, image)) {
            if (event.type().equals(GIVEN)) {
                digit = MAPPER.readTree(event.data()).get("digit").asInt();
            } else if (event.type().equals(RETRACTED)) {
                digit = null;
            } else {
                skipped = SKIPPED.contains(event.type());
            }
        }
        return new ImageView(
                image, 1, null, digit, false, null, digit == null ? 0 : 1, skipped ? 1 : 0, ImageApi.pngOf(image));
    }

    /** What the actor did with an image, counted from 1; the place in the log is not told. */
    List<HistoryEvent> history(Actor actor, UUID image) {
        List<HistoryEvent> history = new ArrayList<>();
        for (StoredEvent event : events(actor, image)) {
            Instant at = event.at();
            history.add(new HistoryEvent(0, history.size() + 1, event.type(), at, actor.id(), known(event)));
        }
        return history;
    }

    private List<StoredEvent> events(Actor actor, UUID image) {
        List<StoredEvent> events = images.history(image).stream()
                .filter(event -> event.actor().equals(actor.id()))
                .filter(event -> event.type().equals(GIVEN)
                        || event.type().equals(RETRACTED)
                        || SKIPPED.contains(event.type())
                        || UNSKIPPED.contains(event.type()))
                .toList();
        if (events.isEmpty()) {
            throw new RefusedException(
                    RefusedException.Reason.UNKNOWN,
                    "there is no image " + image + " that you labelled: while labels of several people are collected,"
                            + " annotators see their own");
        }
        return events;
    }

    private static JsonNode known(StoredEvent event) {
        ObjectNode known = MAPPER.createObjectNode();
        if (event.type().equals(GIVEN)) {
            JsonNode data = MAPPER.readTree(event.data());
            for (String field : KNOWN_FIELDS) {
                if (data.has(field)) {
                    known.set(field, data.get(field));
                }
            }
        }
        return known;
    }

    /** The images that the actor labelled, the latest first. */
    OwnFound find(Actor actor, Filter filter, @Nullable Long before, int limit) {
        checkOwn(actor, filter);
        if (filter.idPrefix() != null) {
            return new OwnFound(views(labels.findById(actor.id(), filter.idPrefix(), limit)), null, true);
        }
        List<OwnLabel> found = labels.find(actor.id(), filter.digit(), before == null ? Long.MAX_VALUE : before, limit);
        Long next = found.size() < limit ? null : (Long) found.get(limit - 1).number();
        return new OwnFound(views(found), next, true);
    }

    /** @throws BadRequestException when it asks for what tells of other people's labels */
    private static void checkOwn(Actor actor, Filter filter) {
        boolean others = filter.annotator() != null && !filter.annotator().equals(actor.id());
        if (others || filter.split() != null || filter.state() != null || filter.below() != null) {
            throw new BadRequestException(
                    HttpStatus.FORBIDDEN,
                    "expected id or digit alone: while labels of several people are collected, annotators search their own");
        }
    }

    private static List<FoundImage> views(List<OwnLabel> labels) {
        return labels.stream()
                .map(label -> new FoundImage(
                        label.image(), label.digit(), false, null, 0, null, null, null, ImageApi.pngOf(label.image())))
                .toList();
    }
}
