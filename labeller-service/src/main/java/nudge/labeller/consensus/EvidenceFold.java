package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import nudge.labeller.consensus.ConsensusEstimate.Evidence;
import nudge.labeller.image.ImageEvent;
import nudge.labeller.image.ImageEvent.AdjudicationRetracted;
import nudge.labeller.image.ImageEvent.ImageAdded;
import nudge.labeller.image.ImageEvent.ImageLeftOut;
import nudge.labeller.image.ImageEvent.ImagePutAside;
import nudge.labeller.image.ImageEvent.ImageRejected;
import nudge.labeller.image.ImageEvent.ImageTakenIn;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.image.ImageEvent.LabelGiven;
import nudge.labeller.image.ImageEvent.LabelRetracted;
import nudge.labeller.image.ImageEvent.RejectionRetracted;
import nudge.labeller.image.ImageEventJson;
import nudge.labeller.image.KnownEvents;
import nudge.labeller.log.StoredEvent;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.labeller.quality.QualityEvent.GoldContested;
import nudge.labeller.quality.QualityEvent.GoldCorrected;
import nudge.labeller.quality.QualityState;
import nudge.quality.CrowdLabels;
import nudge.quality.Policy;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/**
 * What an estimate rests on, folded event by event: the latest label of each annotator for each image, what is known of
 * annotators and gold, and the estimate before. Labels that an image came with are nobody's opinion. Owned by one thread.
 */
final class EvidenceFold {
    private static final int DIGITS = 10;

    /** Images with a label, an adjudication, or a reason to be left out. */
    private final Map<UUID, Opinions> images = new HashMap<>();
    /** So that each id is one object. */
    private final Map<UUID, UUID> actors = new HashMap<>();
    /** When each gold image was corrected last. */
    private final Map<UUID, Long> corrected = new HashMap<>();

    /** When each gold image was contested last. */
    private final Map<UUID, Long> contested = new HashMap<>();

    private QualityState quality = QualityState.NONE;
    private @Nullable ConsensusEstimated estimated;
    private final Map<UUID, AnnotatorEstimated> matrices = new HashMap<>();
    /** The latest event that added an image: a label that continues it came with the image. */
    private @Nullable StoredEvent added;

    private long overlapping;
    private long position;

    private record Opinion(UUID by, int digit, long position) {}

    /**
     * A reviewer's decision.
     *
     * @param digit null when the image is not a digit
     */
    record Adjudication(long position, @Nullable Integer digit) {}

    private static final class Opinions {
        /** One per annotator, in the order of the log. */
        private final List<Opinion> labels = new ArrayList<>(2);

        private boolean rejected;
        private boolean aside;
        private @Nullable Adjudication adjudication;

        private boolean isOut() {
            return rejected || aside || adjudication != null && adjudication.digit() == null;
        }
    }

    /** Up to where it has come. */
    long position() {
        return position;
    }

    QualityState quality() {
        return quality;
    }

    /** Labels since the horizon of the last estimate, of images that somebody else had labelled before. */
    long overlapping() {
        return overlapping;
    }

    /** What reviewers have decided. */
    Map<UUID, Adjudication> adjudications() {
        Map<UUID, Adjudication> decided = new LinkedHashMap<>();
        images.forEach((image, opinions) -> {
            if (opinions.adjudication != null) {
                decided.put(image, opinions.adjudication);
            }
        });
        return decided;
    }

    /** The position at which the digit of a gold image was corrected last; 0 for never. */
    long correctedAt(UUID image) {
        return corrected.getOrDefault(image, 0L);
    }

    /** The position at which a gold image was contested last; 0 for never. */
    long contestedAt(UUID image) {
        return contested.getOrDefault(image, 0L);
    }

    /** @throws IllegalStateException on an event that this version does not know, or that does not follow */
    void fold(StoredEvent event) {
        if (event.position() != position + 1) {
            throw new IllegalStateException("expected the event " + (position + 1) + ", got " + event.position());
        }
        position = event.position();
        if (KnownEvents.ALL.isOf(ImageEventJson.FAMILY, event)) {
            if (!isPassedOver(event.type())) {
                foldImage(ImageEventJson.read(event), event);
            }
        } else {
            foldQuality(KnownEvents.ALL.read(event), event);
        }
    }

    /** Most events are of these types: they need not be read. */
    private static boolean isPassedOver(String type) {
        return type.equals(ImageEventJson.LABEL_SETTLED) || type.equals(ImageEventJson.LABEL_UNSETTLED);
    }

    private void foldQuality(Object event, StoredEvent stored) {
        quality = quality.evolve(stored.stream(), event, stored.actor(), stored.position());
        if (event instanceof ConsensusEstimated estimate) {
            estimated = estimate;
            matrices.clear();
            overlapping = overlappingSince(estimate.horizon());
        } else if (event instanceof AnnotatorEstimated matrix) {
            matrices.put(stored.stream(), matrix);
        } else if (event instanceof GoldCorrected gold) {
            corrected.put(gold.image(), stored.position());
        } else if (event instanceof GoldContested gold) {
            contested.put(gold.image(), stored.position());
        }
    }

    private long overlappingSince(long horizon) {
        long since = 0;
        for (Opinions opinions : images.values()) {
            for (int i = 1; i < opinions.labels.size(); i++) {
                since += opinions.labels.get(i).position() > horizon ? 1 : 0;
            }
        }
        return since;
    }

    private void foldImage(ImageEvent event, StoredEvent stored) {
        UUID image = stored.stream();
        if (event instanceof ImageAdded) {
            added = stored;
        } else if (event instanceof ImagePutAside) {
            added = stored;
            opinions(image).aside = true;
        } else if (event instanceof LabelGiven given) {
            if (!stored.continues(added)) {
                give(opinions(image), new Opinion(actor(stored.actor()), given.digit(), stored.position()));
            }
        } else if (event instanceof LabelRetracted) {
            opinions(image).labels.removeIf(label -> label.by().equals(stored.actor()));
        } else if (event instanceof ImageRejected) {
            opinions(image).rejected = true;
        } else if (event instanceof RejectionRetracted) {
            opinions(image).rejected = false;
        } else if (event instanceof ImageTakenIn) {
            opinions(image).aside = false;
        } else if (event instanceof ImageLeftOut) {
            opinions(image).aside = true;
        } else if (event instanceof LabelAdjudicated adjudicated) {
            opinions(image).adjudication = new Adjudication(stored.position(), adjudicated.digit());
        } else if (event instanceof AdjudicationRetracted) {
            opinions(image).adjudication = null;
        }
        // Skips and asked reviews are no opinion about the digit.
    }

    private void give(Opinions opinions, Opinion label) {
        opinions.labels.removeIf(earlier -> earlier.by().equals(label.by()));
        overlapping += opinions.labels.isEmpty() ? 0 : 1;
        opinions.labels.add(label);
    }

    private UUID actor(UUID id) {
        return actors.computeIfAbsent(id, same -> same);
    }

    private Opinions opinions(UUID image) {
        return images.computeIfAbsent(image, none -> new Opinions());
    }

    /** The last estimate, or null before the first. */
    @Nullable
    ConsensusEstimate estimate() {
        return estimated == null ? null : new ConsensusEstimate(estimated, matrices);
    }

    /** What an estimate as of this position rests on, whoever makes it. */
    Evidence evidence(Policy.Crowd policy) {
        List<UUID> annotators = annotators();
        Map<UUID, Integer> numbers = new HashMap<>();
        annotators.forEach(id -> numbers.put(id, numbers.size()));
        CrowdLabels.Builder labels = CrowdLabels.builder(DIGITS).annotators(annotators.size());
        int item = 0;
        for (Map.Entry<UUID, Opinions> image : images.entrySet()) {
            List<Opinion> counting = counting(image.getValue());
            for (Opinion label : counting) {
                labels.add(item, numbers.getOrDefault(label.by(), 0), label.digit());
            }
            Integer truth = truth(image.getKey(), image.getValue());
            if (!counting.isEmpty() && truth != null) {
                labels.gold(item, truth);
            }
            item += counting.isEmpty() ? 0 : 1;
        }
        List<Trust> trust =
                annotators.stream().map(id -> quality.annotator(id).trust()).toList();
        return new Evidence(position, labels.build(), annotators, trust, policy.estimation(), estimate());
    }

    /** Those who have a label that weighs, in the order of their ids. */
    private List<UUID> annotators() {
        Set<UUID> ids = new TreeSet<>();
        images.values().forEach(opinions -> counting(opinions).forEach(label -> ids.add(label.by())));
        return List.copyOf(ids);
    }

    private List<Opinion> counting(Opinions opinions) {
        return opinions.isOut()
                ? List.of()
                : opinions.labels.stream()
                        .filter(label -> quality.counts(label.by(), label.position()))
                        .toList();
    }

    /** A reviewer's decision is known to be true, and so is gold. */
    private @Nullable Integer truth(UUID image, Opinions opinions) {
        return opinions.adjudication != null ? opinions.adjudication.digit() : quality.goldDigit(image);
    }
}
