package nudge.quality.simulation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import nudge.quality.ConfusionMatrix;
import nudge.quality.Policy;
import nudge.quality.Trust;
import nudge.quality.simulation.CrowdSimulation.Person;
import nudge.quality.simulation.CrowdSimulation.Report;

/** Prints what quality control makes of a simulated crowd: {@code CrowdReport [SPEC [IMAGES [SEEDS]]]}. */
final class CrowdReport {
    private static final String THIRTEEN =
            "5*good:0.97,3*sloppy:0.8,1*spammer,1*always:7,2*confuses:4>9@0.4,1*drifts:0.97>0.6@500";

    private CrowdReport() {}

    public static void main(String[] arguments) {
        SimulatedCrowd crowd = SimulatedCrowd.parse(arguments.length > 0 ? arguments[0] : THIRTEEN);
        int images = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int seeds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        for (int seed = 1; seed <= seeds; seed++) {
            Report report = CrowdSimulation.run(crowd, Policy.Crowd.standard(), images, seed);
            System.out.printf(
                    Locale.ROOT,
                    "seed %d: %.2f %% of %d settled images right, %.3f labels per image, %d disputed, %d open;"
                            + " majority of 3: %.2f %%, of 5: %.2f %%%n",
                    seed,
                    100 * report.rightShare(),
                    report.settled(),
                    report.labelsPerImage(),
                    report.disputed(),
                    report.open(),
                    100 * CrowdSimulation.majority(crowd, 3, images, seed),
                    100 * CrowdSimulation.majority(crowd, 5, images, seed));
            for (Person person : report.people()) {
                System.out.println(line(person));
            }
        }
    }

    private static String line(Person person) {
        String distrusted = person.state() != Trust.State.DISTRUSTED
                ? ""
                : " after " + person.distrustedAfter() + " labels, from label " + person.distrustedFrom() + " on";
        String recovered = diagonal(person.matrix());
        String confusions = person.confusions().stream()
                .map(of -> String.format(Locale.ROOT, "%d taken for %d: %.3f", of.truth(), of.given(), of.share()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "  %-55s %5d labels, gold %d/%d, %s%s; right by digit %s, truly %s %s",
                person.annotator(),
                person.labels(),
                person.trust().correct(),
                person.trust().seen(),
                person.state().wire(),
                distrusted,
                recovered,
                diagonal(person.annotator().matrix()),
                confusions);
    }

    private static String diagonal(ConfusionMatrix matrix) {
        return List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).stream()
                .map(k -> String.format(Locale.ROOT, "%.2f", matrix.probability(k, k)))
                .collect(Collectors.joining(" "));
    }
}
