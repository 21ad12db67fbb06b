package nudge.labeller.statistics;

import static nudge.labeller.statistics.ThreePeople.ADA;
import static nudge.labeller.statistics.ThreePeople.BERT;
import static nudge.labeller.statistics.ThreePeople.SETUP;
import static nudge.labeller.statistics.ThreePeople.of;
import static nudge.labeller.statistics.ThreePeople.threePeople;
import static nudge.labeller.statistics.WrittenLog.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import nudge.labeller.image.ImageEvent.LabelAdjudicated;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorDistrusted;
import nudge.labeller.quality.AnnotatorEvent.AnnotatorTrusted;
import nudge.labeller.statistics.AnnotatorReport.Agreed;
import org.junit.jupiter.api.Test;

class AgreementFiguresTest {
    @Test
    void agreement_of_three_people_is_what_is_worked_out_by_hand() {
        AgreementReport report = AgreementFigures.of(threePeople().fold()).get();
        // 25 labels of 10 images; two images are disputed: D_o = 4 / 25, D_e = 556 / 600.
        assertThat(report.alpha()).isEqualTo(460.0 / 556, within(1e-12));
        assertThat(report.agreement()).isEqualTo(34.0 / 40, within(1e-12));
        assertThat(report.units()).isEqualTo(10);
        assertThat(report.labels()).isEqualTo(25);
        assertThat(report.digits()).hasSize(10);
        assertThat(report.digits().get(0).alpha()).isEqualTo(1);
        // The digit 7 was given once, and disputed: D_o = 2 / 25, D_e = (625 - 1 - 576) / 600.
        assertThat(report.digits().get(7).alpha()).isEqualTo(0, within(1e-12));
        assertThat(report.kappa().get(0)).isEqualTo(new AgreementReport.Pair(id(ADA), id(BERT), (0.8 - 0.1) / 0.9, 10));
        assertThat(report.kappa()).extracting(AgreementReport.Pair::shared).containsExactly(10, 5, 5);
    }

    @Test
    void labels_without_weight_are_left_out_of_agreement_and_shown_for_the_person() {
        WrittenLog log = threePeople().of(BERT, new AnnotatorDistrusted(0, null, 0));
        AgreementReport report = AgreementFigures.of(log.fold()).get();
        assertThat(report.units()).isEqualTo(5);
        assertThat(report.agreement()).isEqualTo(1);
        assertThat(of(log, ADA).agreed()).isEqualTo(new Agreed(1.0, 5, null, 0, null, 0, null));
        assertThat(of(log, BERT).labels()).isEqualTo(10);
        assertThat(of(log, BERT).agreed().withOthers()).isEqualTo(12.0 / 15);
        log.of(BERT, new AnnotatorTrusted(0, null, 0));
        assertThat(AgreementFigures.of(log.fold()).get().units()).isEqualTo(10);
    }

    @Test
    void labels_before_the_position_of_a_distrust_keep_their_weight() {
        WrittenLog log = threePeople();
        long fromImage5 = log.events().stream()
                .filter(event -> event.stream().equals(id(5))
                        && event.actor().equals(id(BERT))
                        && event.type().equals("label.given"))
                .findFirst()
                .orElseThrow()
                .position();
        log.of(BERT, new AnnotatorDistrusted(fromImage5, null, 0));
        assertThat(AgreementFigures.of(log.fold()).get().units()).isEqualTo(5);
        assertThat(AgreementFigures.of(log.fold()).get().labels()).isEqualTo(15);
    }

    @Test
    void what_nobody_agreed_or_disagreed_on_is_undefined() {
        AgreementReport report = AgreementFigures.of(
                        new WrittenLog().add(1, SETUP).label(1, ADA, 3).fold())
                .get();
        assertThat(report.alpha()).isNull();
        assertThat(report.agreement()).isNull();
        assertThat(report.overTime()).isEmpty();
        assertThat(AgreementFigures.of(new LabelFold()).get().kappa()).isEmpty();
        assertThat(of(new WrittenLog(), ADA).agreed().withOthers()).isNull();
    }

    @Test
    void agreement_over_time_tells_when_people_began_to_disagree() {
        WrittenLog log = new WrittenLog();
        for (int image = 0; image < 200; image++) {
            log.add(image, SETUP).label(image, ADA, image % 10).label(image, BERT, image < 100 ? image % 10 : 3);
        }
        AgreementReport report = AgreementFigures.of(log.fold()).get();
        List<AgreementReport.Window> windows = report.overTime();
        assertThat(windows).hasSizeBetween(20, AgreementFigures.WINDOWS);
        assertThat(windows.stream().mapToInt(AgreementReport.Window::units).sum())
                .isEqualTo(200);
        assertThat(windows.get(0).alpha()).isEqualTo(1);
        assertThat(windows.get(windows.size() - 1).alpha()).isLessThan(0.2);
        assertThat(windows.get(windows.size() - 1).position()).isEqualTo(log.position());
        assertThat(windows.get(windows.size() - 1).at())
                .isEqualTo(log.events().get(log.events().size() - 1).at());
        assertThat(windows).extracting(AgreementReport.Window::position).isSorted();
    }

    @Test
    void the_labels_of_rte_have_the_published_alpha_when_they_come_from_the_log() throws Exception {
        WrittenLog log = new WrittenLog();
        Set<Integer> added = new HashSet<>();
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(AgreementFiguresTest.class.getResourceAsStream("rte-labels.csv")),
                StandardCharsets.UTF_8))) {
            rows.lines().skip(1).map(line -> line.split(",")).forEach(row -> {
                int image = 10_000 + Integer.parseInt(row[0]);
                if (added.add(image)) {
                    log.add(image, SETUP);
                }
                log.label(image, 20_000 + Integer.parseInt(row[1]), Integer.parseInt(row[2]));
            });
        }
        AgreementReport report = AgreementFigures.of(log.fold()).get();
        assertThat(report.alpha()).isEqualTo(.24148, within(5e-6));
        assertThat(report.units()).isEqualTo(800);
        assertThat(report.labels()).isEqualTo(8_000);
        assertThat(report.kappa()).hasSize(AgreementFigures.MOST_PAIRS);
    }

    @Test
    void labels_of_what_a_reviewer_calls_no_digit_are_left_out() {
        WrittenLog log = threePeople().event(4, SETUP, new LabelAdjudicated(null, "a blot"));
        assertThat(AgreementFigures.of(log.fold()).get().units()).isEqualTo(9);
    }
}
