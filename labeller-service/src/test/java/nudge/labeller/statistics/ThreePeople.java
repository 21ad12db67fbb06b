package nudge.labeller.statistics;

import static nudge.labeller.statistics.WrittenLog.id;

/** Three people who label, and whoever adds the images. */
final class ThreePeople {
    static final int SETUP = 100;
    static final int ADA = 101;
    static final int BERT = 102;
    static final int CLEO = 103;

    private ThreePeople() {}

    /** Images with labels of three people, such that all figures can be worked out by hand. */
    static WrittenLog threePeople() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 10; image++) {
            log.add(image, SETUP);
        }
        for (int image = 0; image < 10; image++) {
            log.settle(image, ADA, image);
        }
        for (int image = 0; image < 10; image++) {
            log.settle(image, BERT, image == 4 ? 9 : image == 7 ? 1 : image);
        }
        for (int image = 0; image < 5; image++) {
            log.settle(image, CLEO, image);
        }
        return log;
    }

    /** What is known of one of them. */
    static PersonFigures of(WrittenLog log, int person) {
        LabelFold fold = log.fold();
        return PersonFigures.of(fold, new Weights(fold), fold.people().find(id(person)), Long.MAX_VALUE);
    }
}
