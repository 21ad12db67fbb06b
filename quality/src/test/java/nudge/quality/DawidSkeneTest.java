package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import nudge.quality.DawidSkene.Estimate;
import nudge.quality.DawidSkene.Model;
import nudge.quality.DawidSkene.Settings;
import org.junit.jupiter.api.Test;

class DawidSkeneTest {
    private static final Settings EXACT = new Settings(Model.FULL, 2_000, 1e-12, 0);

    private static Estimate estimate(CrowdLabels labels, Settings settings) {
        return DawidSkene.estimate(labels, MatrixPrior.none(labels.classes(), labels.annotators()), settings);
    }

    private static List<Posterior> posteriors(CrowdModel model, CrowdLabels labels) {
        List<Posterior> all = new ArrayList<>();
        model.posteriors(labels, (posterior, item) -> all.add(posterior));
        return all;
    }

    private static long wrong(CrowdLabels labels, int[] truth, Settings settings, List<MatrixPrior> priors) {
        CrowdModel model = DawidSkene.estimate(labels, priors, settings).model();
        List<Posterior> all = posteriors(model, labels);
        long wrong = 0;
        for (int item = 0; item < truth.length; item++) {
            wrong += all.get(item).best() == truth[item] ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void the_anaesthetists_of_the_paper_of_1979() {
        CrowdLabels labels = CrowdData.anaesthetists();
        Estimate estimate = estimate(labels, EXACT);
        assertThat(estimate.converged()).isTrue();
        assertThat(estimate.logLikelihood()).isEqualTo(-192.89088, within(5e-6));
        assertThat(estimate.model().classShares())
                .containsExactly(new double[] {.3996, .4220, .1118, .0667}, within(5e-5));
        assertThat(shares(estimate.model().matrices().get(0)))
                .containsExactly(
                        new double[] {
                            .8895, .1105, 0, 0, //
                            .0706, .8764, .0530, 0, //
                            0, .3388, .6612, 0, //
                            0, 0, .5556, .4444
                        },
                        within(5e-5));
        List<Posterior> patients = posteriors(estimate.model(), labels);
        assertThat(patients.get(1).best()).isEqualTo(3);
        assertThat(patients.get(6).probability(0)).isEqualTo(.981, within(5e-4));
        assertThat(patients.get(34).best()).isEqualTo(1);
        assertThat(patients.get(34).probability(1)).isEqualTo(.948, within(5e-4));
    }

    private static double[] shares(ConfusionMatrix matrix) {
        double[] shares = new double[matrix.classes() * matrix.classes()];
        for (int cell = 0; cell < shares.length; cell++) {
            shares[cell] = matrix.probability(cell / matrix.classes(), cell % matrix.classes());
        }
        return shares;
    }

    @Test
    void wrong_answers_of_bluebird_and_rte() {
        Settings oneCoin = new Settings(Model.ONE_COIN, 2_000, 1e-12, 0);
        CrowdLabels birds = CrowdData.labels("bluebird", 2);
        int[] bird = CrowdData.truth("bluebird");
        assertThat(majorityWrong(birds, bird)).isEqualTo(26);
        assertThat(wrong(birds, bird, EXACT, MatrixPrior.none(2, 39))).isEqualTo(11);
        assertThat(wrong(birds, bird, EXACT, Collections.nCopies(39, MatrixPrior.onePerCell(2))))
                .isEqualTo(12);
        assertThat(wrong(birds, bird, oneCoin, MatrixPrior.none(2, 39))).isEqualTo(45);

        CrowdLabels sentences = CrowdData.labels("rte", 2);
        int[] entailed = CrowdData.truth("rte");
        assertThat(majorityWrong(sentences, entailed)).isEqualTo(82.5);
        assertThat(wrong(sentences, entailed, EXACT, MatrixPrior.none(2, 164))).isEqualTo(58);
        assertThat(wrong(sentences, entailed, EXACT, Collections.nCopies(164, MatrixPrior.onePerCell(2))))
                .isEqualTo(56);
        assertThat(wrong(sentences, entailed, oneCoin, MatrixPrior.none(2, 164)))
                .isEqualTo(60);
    }

    private static double majorityWrong(CrowdLabels labels, int[] truth) {
        double wrong = 0;
        int[] counts = new int[labels.classes()];
        for (int item = 0; item < truth.length; item++) {
            labels.count(item, counts);
            List<Integer> winners = MajorityVote.winners(counts);
            wrong += winners.contains(truth[item]) ? 1 - 1.0 / winners.size() : 1;
        }
        return wrong;
    }

    @Test
    void an_estimate_is_the_same_to_the_bit_however_the_labels_are_split_and_ordered() {
        CrowdLabels all = CrowdData.labels("rte", 10);
        List<MatrixPrior> priors = Collections.nCopies(164, MatrixPrior.around(10, 0.8, 2));
        Estimate whole = DawidSkene.estimate(all, priors, Settings.DEFAULT);

        List<CrowdLabels> parts = new ArrayList<>();
        for (int part = 0; part < 7; part++) {
            CrowdLabels.Builder labels = CrowdLabels.builder(10).annotators(164);
            int number = 0;
            for (int item = all.items() - 1; item >= 0; item--) {
                if (item % 7 == part) {
                    for (int place = all.start(item + 1) - 1; place >= all.start(item); place--) {
                        labels.add(number, all.annotator(place), all.given(place));
                    }
                    number++;
                }
            }
            parts.add(labels.build());
        }
        ExpectedCounts first = new ExpectedCounts(10, 164);
        parts.forEach(part -> first.add(ExpectedCounts.ofShares(part)));
        Estimate split = DawidSkene.estimate(first, priors, Settings.DEFAULT, model -> {
            ExpectedCounts sums = new ExpectedCounts(10, 164);
            parts.forEach(part -> sums.add(model.expect(part)));
            return sums;
        });
        assertThat(split.iterations()).isEqualTo(whole.iterations());
        assertThat(split.logLikelihood()).isEqualTo(whole.logLikelihood());
        assertThat(split.model().digest()).isEqualTo(whole.model().digest());
    }

    @Test
    void the_bits_of_an_estimate_are_these_on_every_machine() {
        Estimate anaesthetists = estimate(CrowdData.anaesthetists(), EXACT);
        CrowdLabels labels = CrowdData.labels("rte", 10);
        Estimate rte =
                DawidSkene.estimate(labels, Collections.nCopies(164, MatrixPrior.around(10, 0.8, 2)), Settings.DEFAULT);
        assertThat(anaesthetists.iterations() + " " + hex(anaesthetists))
                .isEqualTo("25 0e74d0be6c522ee4588475f69b6901fb4fb3d03b50a669599d4a3f94e007a164");
        assertThat(rte.iterations() + " " + hex(rte))
                .isEqualTo("11 a5031ca7de0d0b8ad452230e6727220e1879ce3a9515218ef194d7c59a501be0");
    }

    private static String hex(Estimate estimate) {
        return HexFormat.of().formatHex(estimate.model().digest());
    }

    @Test
    void no_iteration_lowers_the_probability() {
        CrowdLabels labels = CrowdData.labels("bluebird", 2);
        List<MatrixPrior> priors = Collections.nCopies(39, MatrixPrior.around(2, 0.8, 5));
        double before = Double.NEGATIVE_INFINITY;
        for (int most = 1; most <= 25; most++) {
            double now = DawidSkene.estimate(labels, priors, new Settings(Model.FULL, most, 0, 1))
                    .logPosterior();
            assertThat(now).isGreaterThan(before - 1e-7);
            before = now;
        }
    }

    @Test
    void a_start_from_an_earlier_estimate_ends_at_the_same_parameters_after_fewer_iterations() {
        CrowdLabels labels = CrowdData.labels("rte", 2);
        List<MatrixPrior> priors = Collections.nCopies(164, MatrixPrior.around(2, 0.8, 2));
        Settings settings = new Settings(Model.FULL, 2_000, 1e-11, 1);
        Estimate cold = DawidSkene.estimate(labels, priors, settings);
        Estimate warm = DawidSkene.estimate(labels, priors, settings, cold.model());
        assertThat(warm.iterations()).isLessThan(cold.iterations() / 4);
        for (int annotator = 0; annotator < 164; annotator++) {
            assertThat(shares(warm.model().matrices().get(annotator)))
                    .containsExactly(shares(cold.model().matrices().get(annotator)), within(1e-4));
        }
    }

    @Test
    void gold_is_held_fast_and_tells_who_is_right() {
        CrowdLabels.Builder labels = CrowdLabels.builder(3);
        for (int item = 0; item < 30; item++) {
            labels.add(item, 0, item % 3).add(item, 1, (item + 1) % 3).add(item, 2, (item + 1) % 3);
        }
        Estimate crowd = estimate(labels.build(), EXACT);
        assertThat(posteriors(crowd.model(), labels.build()).get(29).best()).isEqualTo(0);
        for (int item = 0; item < 12; item++) {
            labels.gold(item, item % 3);
        }
        List<MatrixPrior> priors = Collections.nCopies(3, MatrixPrior.around(3, 0.8, 1));
        Estimate known = DawidSkene.estimate(labels.build(), priors, new Settings(Model.FULL, 200, 1e-12, 1));
        List<Posterior> items = posteriors(known.model(), labels.build());
        assertThat(items.get(0).probability(0)).isEqualTo(1);
        assertThat(items.get(29).best()).isEqualTo(2);
    }

    @Test
    void other_names_of_the_classes_change_nothing_but_names() {
        CrowdLabels labels = CrowdData.anaesthetists();
        CrowdLabels.Builder renamed = CrowdLabels.builder(4);
        for (int item = 0; item < labels.items(); item++) {
            for (int place = labels.start(item); place < labels.start(item + 1); place++) {
                renamed.add(item, labels.annotator(place), 3 - labels.given(place));
            }
        }
        Estimate one = estimate(labels, EXACT);
        Estimate other = estimate(renamed.build(), EXACT);
        assertThat(other.logLikelihood()).isEqualTo(one.logLikelihood(), within(1e-7));
        List<Posterior> before = posteriors(one.model(), labels);
        List<Posterior> after = posteriors(other.model(), renamed.build());
        for (int item = 0; item < labels.items(); item++) {
            for (int k = 0; k < 4; k++) {
                assertThat(after.get(item).probability(3 - k))
                        .isEqualTo(before.get(item).probability(k), within(1e-6));
            }
        }
    }

    @Test
    void one_label_one_annotator_and_one_class_alone_give_an_estimate() {
        CrowdLabels single = CrowdLabels.builder(10).add(0, 0, 7).build();
        assertThat(posteriors(estimate(single, EXACT).model(), single).get(0).probability(7))
                .isEqualTo(1);
        CrowdLabels.Builder same = CrowdLabels.builder(10).annotators(4);
        for (int item = 0; item < 20; item++) {
            same.add(item, 0, 7).add(item, 1, 7);
        }
        List<MatrixPrior> priors = Collections.nCopies(4, MatrixPrior.around(10, 0.8, 10));
        Estimate estimate = DawidSkene.estimate(same.build(), priors, Settings.DEFAULT);
        assertThat(posteriors(estimate.model(), same.build()).get(19).probability(7))
                .isGreaterThan(0.99);
        assertThat(shares(estimate.model().matrices().get(3)))
                .containsExactly(shares(ConfusionMatrix.oneCoin(10, 0.8)), within(1e-9));
        assertThat(estimate.model().matrices().get(0).probability(7, 7)).isGreaterThan(0.9);
    }

    @Test
    void sums_of_other_annotators_are_not_added() {
        ExpectedCounts sums = ExpectedCounts.ofShares(CrowdData.toy());
        assertThatThrownBy(() -> sums.add(ExpectedCounts.ofShares(CrowdData.anaesthetists())))
                .hasMessage("expected sums of 2 classes and 5 annotators, got 4 and 5");
    }

    @Test
    void an_estimate_needs_a_prior_for_each_annotator() {
        assertThatThrownBy(() -> DawidSkene.estimate(CrowdData.toy(), MatrixPrior.none(2, 4), Settings.DEFAULT))
                .hasMessage("expected a prior for each of the 5 annotators, got 4");
    }

    @Test
    void nothing_labelled_gives_the_priors() {
        CrowdLabels nothing = CrowdLabels.builder(10).annotators(1).items(3).build();
        Estimate estimate = DawidSkene.estimate(nothing, List.of(MatrixPrior.around(10, 0.9, 10)), Settings.DEFAULT);
        assertThat(estimate.converged()).isTrue();
        assertThat(estimate.logLikelihood()).isZero();
        assertThat(shares(estimate.model().matrices().get(0)))
                .containsExactly(shares(ConfusionMatrix.oneCoin(10, 0.9)), within(1e-12));
        assertThat(posteriors(estimate.model(), nothing).get(2).probability(7)).isEqualTo(0.1, within(1e-9));
    }
}
