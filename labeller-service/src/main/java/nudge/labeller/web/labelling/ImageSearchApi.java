package nudge.labeller.web.labelling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import nudge.events.Split;
import nudge.labeller.access.Actor;
import nudge.labeller.image.ImageQueries;
import nudge.labeller.image.ImageSearch;
import nudge.labeller.image.Twin;
import nudge.labeller.model.CurrentModel;
import nudge.labeller.model.CurrentModel.Prediction;
import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.Limit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Search through the images. */
@RestController
@RequestMapping("/api/images")
class ImageSearchApi {
    private final ImageQueries images;
    private final CurrentModel model;
    private final OwnImages own;

    ImageSearchApi(ImageQueries images, CurrentModel model, OwnImages own) {
        this.images = images;
        this.model = model;
        this.own = own;
    }

    /**
     * @param split null for the blind, to whom {@code position} is 0
     * @param aside waiting, left-out or taken-in when it is nearly the same as another image; null otherwise
     * @param twin that other image
     * @param predicted what the model reads, or null when there is none yet
     */
    record FoundImage(
            UUID image,
            @Nullable Integer digit,
            boolean rejected,
            @Nullable Split split,
            long position,
            @Nullable String aside,
            @Nullable FoundTwin twin,
            @Nullable Reading predicted,
            String png) {
        static FoundImage of(ImageSearch.Found found, @Nullable Twin twin, @Nullable Prediction prediction) {
            return new FoundImage(
                    found.id(),
                    found.image().digit(),
                    found.image().rejected(),
                    ImageApi.split(found.image()),
                    found.position(),
                    ImageApi.aside(found.image()),
                    twin == null ? null : new FoundTwin(twin.image(), twin.distance(), ImageApi.pngOf(twin.image())),
                    prediction == null ? null : new Reading(prediction.digit(), prediction.confidence()),
                    ImageApi.pngOf(found.id()));
        }
    }

    /** @param distance root mean square of the difference, moved by up to a pixel: 0 to 255 */
    record FoundTwin(UUID image, double distance, String png) {}

    record Reading(int digit, double confidence) {}

    /** @param next to be asked for as {@code before}; null at the end */
    record FoundImages(List<FoundImage> images, @Nullable Long next) {}

    /**
     * Images, those first to which something happened last. A page may hold few or none although there is a next one.
     *
     * @param id the beginning of ids; the other filters do not count then
     * @param below only images that the model reads with a confidence below
     * @return {@link FoundImages}, or for the blind {@link OwnImages.OwnFound}
     */
    @GetMapping
    Object search(
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable Integer digit,
            @RequestParam(required = false) @Nullable UUID annotator,
            @RequestParam(required = false) @Nullable String split,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Double below,
            @RequestParam(required = false) @Nullable Long before,
            @Limit(usual = 60, most = 200) int limit,
            Actor actor) {
        if (digit != null) {
            Digits.check(digit);
        }
        if (own.areAllThatIsVisibleTo(actor)) {
            String prefix = id == null ? null : hexadecimal(id);
            return own.find(actor, new OwnImages.Filter(prefix, digit, annotator, split, state, below), before, limit);
        }
        if (id != null) {
            return read(new ImageSearch.Page(images.byId(hexadecimal(id), limit), null), below);
        }
        ImageSearch.Filter filter = new ImageSearch.Filter(
                digit,
                annotator,
                oneOf("split", split, Split.values(), Split::wire),
                oneOf("state", state, ImageSearch.State.values(), ImageSearch.State::wire));
        return read(images.browse(filter, before == null ? Long.MAX_VALUE : before, limit), below);
    }

    /** The images of a page with what the model reads in them. */
    private FoundImages read(ImageSearch.Page page, @Nullable Double below) {
        List<Prediction> predictions = model.predictAll(
                page.images().stream().map(ImageSearch.Found::pixels).toList());
        List<UUID> aside = page.images().stream()
                .filter(image -> image.image().aside() != null)
                .map(ImageSearch.Found::id)
                .toList();
        Map<UUID, Twin> twins = aside.isEmpty() ? Map.of() : images.twins(aside);
        List<FoundImage> found = new ArrayList<>();
        for (int i = 0; i < page.images().size(); i++) {
            Prediction prediction = predictions.isEmpty() ? null : predictions.get(i);
            if (below == null || prediction == null || prediction.confidence() < below) {
                ImageSearch.Found image = page.images().get(i);
                found.add(FoundImage.of(image, twins.get(image.id()), prediction));
            }
        }
        return new FoundImages(found, page.next());
    }

    /** The value of that name; null when there is no name. */
    private static <T> @Nullable T oneOf(String what, @Nullable String name, T[] values, Function<T, String> names) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> names.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("expected " + what + " to be one of "
                        + Arrays.stream(values).map(names).collect(Collectors.joining(", ")) + ", got " + name));
    }

    /** The beginning of a UUID, without its hyphens. */
    private static String hexadecimal(String id) {
        String hexadecimal = id.replace("-", "");
        if (!hexadecimal.matches("[0-9A-Fa-f]{1,32}")) {
            throw new BadRequestException("expected id to be the beginning of a UUID, got " + id);
        }
        return hexadecimal;
    }
}
