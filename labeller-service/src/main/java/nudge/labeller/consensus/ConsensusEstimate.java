package nudge.labeller.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorEstimated;
import nudge.labeller.quality.QualityEvent.ConsensusEstimated;
import nudge.quality.ConfusionMatrix;
import nudge.quality.CrowdLabels;
import nudge.quality.CrowdModel;
import nudge.quality.DawidSkene;
import nudge.quality.ExpectedCounts;
import nudge.quality.MatrixPrior;
import nudge.quality.Trust;
import org.jspecify.annotations.Nullable;

/**
 * How everybody labels, estimated over the whole log: a pure function of the log up to a position, so that anybody can derive it
 * again.
 *
 * @param event of the estimate
 * @param annotators the events of those who have labels that weigh
 */
record ConsensusEstimate(ConsensusEstimated event, Map<UUID, AnnotatorEstimated> annotators) {
    private static final int DIGITS = 10;

    ConsensusEstimate {
        annotators = Map.copyOf(annotators);
    }

    /**
     * What an estimate rests on, all of it as of a position of the log.
     *
     * @param labels that weigh; their annotators are numbered as in {@code annotators}, and gold has its digit
     * @param annotators in the order of their ids
     * @param trust in each annotator, from gold: what is believed of them before their labels are looked at
     * @param before the estimate before, which this one starts from, or null for the first
     */
    record Evidence(
            long horizon,
            CrowdLabels labels,
            List<UUID> annotators,
            List<Trust> trust,
            DawidSkene.Settings settings,
            @Nullable ConsensusEstimate before) {
        Evidence {
            annotators = List.copyOf(annotators);
            trust = List.copyOf(trust);
            if (annotators.size() != trust.size() || annotators.size() < labels.annotators()) {
                throw new IllegalArgumentException("expected the " + labels.annotators()
                        + " annotators of the labels, each with a trust, got " + annotators.size() + " with "
                        + trust.size());
            }
        }
    }

    static ConsensusEstimate of(Evidence evidence) {
        return of(evidence, () -> {});
    }

    /** @param goesOn is asked before each iteration, and may throw */
    static ConsensusEstimate of(Evidence evidence, Runnable goesOn) {
        List<MatrixPrior> priors = evidence.trust().stream()
                .map(trust -> MatrixPrior.around(DIGITS, trust.value(), MatrixPrior.STRENGTH))
                .toList();
        CrowdLabels labels = evidence.labels();
        CrowdModel start = start(evidence);
        DawidSkene.Estimate estimate = DawidSkene.estimate(
                start == null ? ExpectedCounts.ofShares(labels) : start.expect(labels),
                priors,
                evidence.settings(),
                parameters -> {
                    goesOn.run();
                    return parameters.expect(labels);
                });
        CrowdModel model = estimate.model();
        ConsensusEstimate before = evidence.before();
        ConsensusEstimated event = new ConsensusEstimated(
                before == null ? 1 : before.event().number() + 1,
                evidence.horizon(),
                DawidSkene.ALGORITHM,
                estimate.iterations(),
                estimate.logLikelihood(),
                Arrays.stream(model.classShares()).boxed().toList(),
                HexFormat.of().formatHex(model.digest()));
        return new ConsensusEstimate(event, annotators(evidence, model, event.number()));
    }

    /** The parameters of the estimate before; of who was not in it, what trust tells. */
    private static @Nullable CrowdModel start(Evidence evidence) {
        ConsensusEstimate before = evidence.before();
        if (before == null) {
            return null;
        }
        List<ConfusionMatrix> matrices = new ArrayList<>();
        for (int number = 0; number < evidence.annotators().size(); number++) {
            AnnotatorEstimated estimated =
                    before.annotators().get(evidence.annotators().get(number));
            matrices.add(
                    estimated == null
                            ? evidence.trust().get(number).matrix(DIGITS)
                            : ConfusionMatrix.ofMillionths(DIGITS, estimated.matrix()));
        }
        return new CrowdModel(
                before.event().classShares().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                matrices);
    }

    private static Map<UUID, AnnotatorEstimated> annotators(Evidence evidence, CrowdModel model, long number) {
        long[] labels = new long[evidence.annotators().size()];
        for (int place = 0; place < evidence.labels().size(); place++) {
            labels[evidence.labels().annotator(place)]++;
        }
        Map<UUID, AnnotatorEstimated> events = new LinkedHashMap<>();
        for (int annotator = 0; annotator < labels.length; annotator++) {
            if (labels[annotator] > 0) {
                List<Integer> matrix = Arrays.stream(
                                model.matrices().get(annotator).millionths())
                        .boxed()
                        .toList();
                events.put(
                        evidence.annotators().get(annotator),
                        new AnnotatorEstimated(number, matrix, labels[annotator]));
            }
        }
        return events;
    }
}
