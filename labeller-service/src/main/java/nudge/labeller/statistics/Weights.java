package nudge.labeller.statistics;

import nudge.labeller.quality.Annotator;
import nudge.labeller.quality.QualityState;

/** Which labels have weight, by the decisions about those who gave them. */
final class Weights {
    private final LabelColumns labels;
    /** By the person's number. */
    private final Annotator[] annotators;

    Weights(LabelFold fold) {
        QualityState quality = fold.quality();
        labels = fold.labels();
        annotators = new Annotator[fold.people().size()];
        for (int person = 0; person < annotators.length; person++) {
            annotators[person] = quality.annotator(fold.people().id(person));
        }
    }

    boolean counts(int place) {
        Annotator annotator = annotators[labels.annotator(place)];
        return annotator == Annotator.UNKNOWN || annotator.counts(labels.position(place));
    }
}
