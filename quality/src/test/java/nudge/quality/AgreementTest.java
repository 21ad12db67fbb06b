package nudge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import nudge.quality.Agreement.TrustedLabel;
import org.junit.jupiter.api.Test;

class AgreementTest {
    @Test
    void alpha_of_published_tables() {
        assertThat(Alpha.of(CrowdData.toy()).value().orElseThrow()).isEqualTo(0.14219114219114215, within(1e-15));
        assertThat(Alpha.of(CrowdData.hayesAndKrippendorff()).value().orElseThrow())
                .isEqualTo(.47651, within(5e-6));
        assertThat(Alpha.of(CrowdData.labels("bluebird", 2)).value().orElseThrow())
                .isEqualTo(.12550, within(5e-6));
        assertThat(Alpha.of(CrowdData.labels("rte", 2)).value().orElseThrow()).isEqualTo(.24148, within(5e-6));
    }

    @Test
    void classes_that_nobody_gave_do_not_change_alpha() {
        assertThat(Alpha.of(CrowdData.labels("rte", 10))).isEqualTo(Alpha.of(CrowdData.labels("rte", 2)));
    }

    @Test
    void alpha_of_one_of_two_classes_is_that_of_both() {
        CrowdLabels labels = CrowdData.labels("bluebird", 2);
        assertThat(Alpha.of(labels, 0).value().orElseThrow())
                .isEqualTo(Alpha.of(labels).value().orElseThrow(), within(1e-12));
    }

    @Test
    void alpha_of_one_class_alone_is_undefined_and_says_how_many_agree() {
        CrowdLabels labels = CrowdLabels.builder(10)
                .add(0, 0, 3)
                .add(0, 1, 3)
                .add(1, 0, 3)
                .add(1, 2, 3)
                .build();
        Alpha alpha = Alpha.of(labels);
        assertThat(alpha.value()).isEmpty();
        assertThat(alpha.units()).isEqualTo(2);
        assertThat(alpha).hasToString("undefined (100.0 % agree)");
    }

    @Test
    void alpha_of_images_with_one_label_each_is_undefined() {
        CrowdLabels labels = CrowdLabels.builder(10).add(0, 0, 3).add(1, 1, 4).build();
        assertThat(Alpha.of(labels)).isEqualTo(new Alpha(OptionalDouble.empty(), 1, 0, 0));
    }

    @Test
    void alpha_is_1_where_all_agree_and_below_0_where_all_differ() {
        CrowdLabels.Builder same = CrowdLabels.builder(10);
        CrowdLabels.Builder different = CrowdLabels.builder(10);
        for (int item = 0; item < 10; item++) {
            same.add(item, 0, item).add(item, 1, item);
            different.add(item, 0, item).add(item, 1, (item + 1) % 10);
        }
        assertThat(Alpha.of(same.build()).value()).hasValue(1);
        assertThat(Alpha.of(different.build()).value().orElseThrow()).isNegative();
        assertThat(Alpha.of(different.build()).agreement()).isZero();
    }

    @Test
    void alpha_of_some_items_is_that_of_labels_of_these_alone() {
        CrowdLabels all = CrowdData.labels("bluebird", 2);
        CrowdLabels.Builder half = CrowdLabels.builder(2);
        for (int item = 0; item < 50; item++) {
            for (int place = all.start(item); place < all.start(item + 1); place++) {
                half.add(item, all.annotator(place), all.given(place));
            }
        }
        assertThat(Alpha.of(all, item -> item < 50)).isEqualTo(Alpha.of(half.build()));
        assertThat(Alpha.of(all, item -> item < 50)).isNotEqualTo(Alpha.of(all));
        assertThat(Alpha.of(all, item -> false).units()).isZero();
    }

    @Test
    void kappa_of_two_who_agree_on_most() {
        CrowdLabels.Builder labels = CrowdLabels.builder(2).annotators(3);
        int item = 0;
        int[][] table = {{20, 5}, {10, 15}};
        for (int first = 0; first < 2; first++) {
            for (int second = 0; second < 2; second++) {
                for (int i = 0; i < table[first][second]; i++) {
                    labels.add(item, 2, second).add(item++, 0, first);
                }
            }
        }
        labels.add(item, 1, 0);
        List<Kappa> pairs = Kappa.pairwise(labels.build());
        assertThat(pairs).hasSize(1);
        Kappa kappa = pairs.get(0);
        assertThat(kappa.one()).isEqualTo(0);
        assertThat(kappa.other()).isEqualTo(2);
        assertThat(kappa.shared()).isEqualTo(50);
        assertThat(kappa.agreed()).isEqualTo(35);
        assertThat(kappa.value().orElseThrow()).isEqualTo(0.4, within(1e-12));
    }

    @Test
    void kappa_of_two_who_give_one_class_alone_is_undefined() {
        CrowdLabels labels = CrowdLabels.builder(10).add(0, 0, 3).add(0, 1, 3).build();
        assertThat(Kappa.pairwise(labels)).containsExactly(new Kappa(0, 1, 1, 1, OptionalDouble.empty()));
    }

    @Test
    void of_two_labels_of_somebody_kappa_counts_the_last() {
        CrowdLabels labels =
                CrowdLabels.builder(10).add(0, 0, 3).add(0, 1, 4).add(0, 0, 4).build();
        assertThat(Kappa.pairwise(labels).get(0).agreed()).isEqualTo(1);
    }

    @Test
    void agreement_is_the_share_of_trust_behind_an_answer() {
        List<TrustedLabel> labels = List.of(new TrustedLabel(1, 4.4703), new TrustedLabel(0, 7.2505 - 4.4703));
        assertThat(Agreement.of(1, labels)).isEqualTo(0.6166, within(5e-5));
        assertThat(Agreement.of(1, List.of(new TrustedLabel(1, 0.5)))).isEqualTo(1);
        assertThat(Agreement.of(1, List.of(new TrustedLabel(1, 0.5), new TrustedLabel(1, 0.5))))
                .isEqualTo(1);
        assertThat(Agreement.of(1, List.of(new TrustedLabel(1, 0)))).isZero();
    }
}
