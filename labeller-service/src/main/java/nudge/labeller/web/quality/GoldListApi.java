package nudge.labeller.web.quality;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import nudge.labeller.access.Access;
import nudge.labeller.quality.GoldImage;
import nudge.labeller.quality.PastQuality;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.web.http.AsOf;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The gold that there is, for reviewers. */
@RestController
@RequestMapping("/api/gold")
class GoldListApi {
    private final QualityQueries quality;
    private final PastQuality past;
    private final Access access;

    GoldListApi(QualityQueries quality, PastQuality past, Access access) {
        this.quality = quality;
        this.past = past;
        this.access = access;
    }

    /** @param digit what they say it shows, or null */
    record ContestView(
            UUID by, @Nullable String byName, @Nullable Integer digit, String reason) {}

    /** @param reason why it was chosen */
    record GoldView(
            UUID image,
            String png,
            int digit,
            String reason,
            int seen,
            int missed,
            boolean retired,
            List<ContestView> contests) {}

    /** @param images those that are contested first, then the most missed */
    record GoldList(long active, long retired, long contested, List<GoldView> images) {}

    /** Names are those of now: the log knows none. */
    @GetMapping
    GoldList gold(@Nullable AsOf at) {
        Map<UUID, GoldImage> gold = (at == null ? quality.state() : past.state(at.position())).gold();
        Set<UUID> contesting = gold.values().stream()
                .flatMap(image -> image.contests().stream())
                .map(GoldImage.Contest::by)
                .collect(Collectors.toSet());
        Map<UUID, String> names = access.people().names(contesting);
        List<GoldView> images = gold.entrySet().stream()
                .map(each -> view(each.getKey(), each.getValue(), names))
                .sorted(Comparator.comparing(
                                (GoldView image) -> image.contests().isEmpty())
                        .thenComparing(GoldView::retired)
                        .thenComparing(GoldView::missed, Comparator.reverseOrder())
                        .thenComparing(GoldView::seen, Comparator.reverseOrder())
                        .thenComparing(GoldView::image))
                .toList();
        long retired = images.stream().filter(GoldView::retired).count();
        long contested =
                images.stream().filter(image -> !image.contests().isEmpty()).count();
        return new GoldList(images.size() - retired, retired, contested, images);
    }

    private static GoldView view(UUID id, GoldImage gold, Map<UUID, String> names) {
        return new GoldView(
                id,
                "/api/images/" + id + "/png",
                gold.digit(),
                gold.reason(),
                gold.seen(),
                gold.missed(),
                gold.retired(),
                gold.contests().stream()
                        .map(contest -> new ContestView(
                                contest.by(), names.get(contest.by()), contest.digit(), contest.reason()))
                        .toList());
    }
}
