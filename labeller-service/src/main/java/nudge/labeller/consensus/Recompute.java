package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import nudge.labeller.database.Database;
import nudge.labeller.database.SqlFile;
import nudge.labeller.image.Image;
import nudge.labeller.image.ImageCommand;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.image.ImageProjections;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.image.Judgement;
import nudge.labeller.image.LogRequest;
import nudge.labeller.image.QualityRequest;
import nudge.labeller.log.Log;
import nudge.labeller.log.SystemActor;
import nudge.labeller.quality.QualityCommand;
import nudge.labeller.quality.QualityCommand.BeginRecompute;
import nudge.labeller.quality.QualityCommand.FinishRecompute;
import nudge.labeller.quality.QualityEvent;
import nudge.labeller.quality.QualityQueries;
import nudge.labeller.quality.QualityState;
import nudge.labeller.quality.QualityState.Due;

/**
 * Looks at images again when somebody's labels have got another weight, or labels are settled by another policy or estimate. What
 * follows for an image is found out beforehand, in memory; only those that change are written. Begun again after a crash, it looks
 * at the same images, and changes what is left to change.
 */
final class Recompute {
    private static final String LABELLED_BY = SqlFile.read(Recompute.class, "find-images-labelled-by");
    private static final String LABELLED = SqlFile.read(Recompute.class, "find-labelled-images");
    private static final String BEGAN = SqlFile.read(Recompute.class, "find-recompute-began");
    private static final String CHANGED = SqlFile.read(Recompute.class, "find-images-changed-by");
    /** Positions of the log, or images, that one query goes through. */
    private static final int PAGE = 10_000;

    private static final int LOADED_AT_ONCE = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;
    private final QualityQueries queries;
    private final SmallGroups groups;

    Recompute(Database database, QualityQueries queries, SmallGroups groups) {
        this.database = database;
        this.queries = queries;
        this.groups = groups;
    }

    /** Looks at all images that a cause may change, and says so in the log. */
    void run(Due due, GoesOn goesOn) throws InterruptedException {
        groups.submit(List.of(quality(new BeginRecompute(due.cause()))), goesOn);
        long began = database.withHandle(handle -> handle.createQuery(BEGAN)
                .bind("stream", QualityEvent.STREAM)
                .bind("cause", due.cause())
                .mapTo(Long.class)
                .one());
        long lookedAt = due.annotator() == null
                ? lookAtAll(goesOn)
                : lookAtImagesOf(due.annotator(), due.from(), due.cause(), goesOn);
        Set<UUID> changed = new HashSet<>();
        Set<UUID> opened = new HashSet<>();
        findChanged(began, changed, opened, goesOn);
        groups.submit(
                List.of(quality(new FinishRecompute(due.cause(), lookedAt, changed.size(), opened.size()))), goesOn);
    }

    private static QualityRequest quality(QualityCommand command) {
        return new QualityRequest(SystemActor.ID, command);
    }

    /** @param upTo labels behind it were decided by the new weights */
    private long lookAtImagesOf(UUID annotator, long from, long upTo, GoesOn goesOn) throws InterruptedException {
        Set<UUID> seen = new HashSet<>();
        for (long after = Math.max(0, from - 1); after < upTo; after += PAGE) {
            long first = after;
            List<UUID> images = database.withHandle(handle -> handle.createQuery(LABELLED_BY)
                    .bind("after", first)
                    .bind("up_to", Math.min(upTo, first + PAGE))
                    .bind("annotator", annotator)
                    .mapTo(UUID.class)
                    .list());
            lookAt(images.stream().filter(seen::add).toList(), goesOn);
        }
        return seen.size();
    }

    private record Place(UUID image, boolean labelled) {}

    private long lookAtAll(GoesOn goesOn) throws InterruptedException {
        long lookedAt = 0;
        List<Place> page = labelledAfter(BEFORE_ALL);
        while (!page.isEmpty()) {
            List<UUID> images =
                    page.stream().filter(Place::labelled).map(Place::image).toList();
            lookAt(images, goesOn);
            lookedAt += images.size();
            page = labelledAfter(page.get(page.size() - 1).image());
        }
        return lookedAt;
    }

    private List<Place> labelledAfter(UUID image) {
        return database.withHandle(handle -> handle.createQuery(LABELLED)
                .bind("after", image)
                .bind("limit", PAGE)
                .map((row, context) -> new Place(row.getObject("image", UUID.class), row.getBoolean("labelled")))
                .list());
    }

    private void lookAt(List<UUID> images, GoesOn goesOn) throws InterruptedException {
        for (int from = 0; from < images.size(); from += LOADED_AT_ONCE) {
            goesOn.check();
            List<UUID> some = images.subList(from, Math.min(images.size(), from + LOADED_AT_ONCE));
            Map<UUID, Image> states = database.withHandle(handle -> ImageProjections.load(handle, some));
            QualityState quality = queries.state();
            List<LogRequest> requests = new ArrayList<>();
            for (UUID id : some) {
                Image image = states.get(id);
                if (image != null && changes(id, image, quality)) {
                    requests.add(new ImageRequest(SystemActor.ID, null, id, null, new ImageCommand.Reconsider()));
                }
            }
            groups.submit(requests, goesOn);
        }
    }

    private static boolean changes(UUID id, Image image, QualityState quality) {
        return !image.decide(
                        new ImageCommand.Reconsider(), SystemActor.ID, null, new Judgement(id, quality, Long.MAX_VALUE))
                .isEmpty();
    }

    /** From the log, so that what was changed before a crash counts as well. */
    private void findChanged(long began, Set<UUID> changed, Set<UUID> opened, GoesOn goesOn) {
        long head = database.withHandle(Log::head).position();
        for (long after = began; after < head; after += PAGE) {
            goesOn.check();
            long first = after;
            database.useHandle(handle -> handle.createQuery(CHANGED)
                    .bind("after", first)
                    .bind("up_to", Math.min(head, first + PAGE))
                    .bind("system", SystemActor.ID)
                    .bind("settled", ImageEventJson.LABEL_SETTLED)
                    .bind("unsettled", ImageEventJson.LABEL_UNSETTLED)
                    .map((row, context) ->
                            (row.getBoolean("settled") ? changed : opened).add(row.getObject("stream", UUID.class)))
                    .list());
        }
    }
}
