package nudge.benchmarks.crowd;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import nudge.benchmarks.Figure;
import nudge.learning.TrainingDefaults;
import nudge.mnist.Mnist;
import nudge.network.NetworkSpec;
import nudge.network.SparseExamples;
import nudge.quality.simulation.CrowdSimulation;
import nudge.quality.simulation.SimulatedCrowd;
import nudge.standalone.MatricesBesideTruth;
import nudge.standalone.WrongUseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "crowd",
        description = "What quality control gains: labels of a careless crowd, and networks that learn from them.",
        footer = {
            "",
            "A simulated crowd labels images of MNIST. What the labels come to, with quality",
            "control and without, is learned by the default network, which is then measured",
            "on MNIST's 10,000 test images:",
            "",
            "  quality control   the default crowd policy: gold, trust, distrust, estimates",
            "  first label       of the same labels the first of each image alone",
            "  one label         without quality control: one label per image, by anybody",
            "  majority of 3     the same with three labels per image, each by somebody else",
            "  one label, more   one label per image, of as many images as quality control took labels",
            "  truth             what MNIST says of the same images",
            "",
            "Figures are medians over the seeds."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CrowdBench implements Callable<Integer> {
    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Images that are labelled. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(names = "--matrices", description = "Print everybody's whole matrix, as found out and as it is.")
    private boolean matrices;

    @Mixin
    private SimulationOptions simulation = new SimulationOptions(
            "5*good:0.97,3*sloppy:0.8,1*spammer,1*always:7,2*confuses:4>9@0.4,1*drifts:0.97>0.6@500",
            TrainingDefaults.offline().passes());

    @Spec
    private CommandSpec spec;

    /** What stands for how well something went, over the seeds. */
    private record Row(String what, List<CrowdRun.Outcome> seeds) {
        double median(ToDoubleFunction<CrowdRun.Outcome> which) {
            return Figure.median(seeds.stream().map(which::applyAsDouble).toList());
        }

        double least() {
            return seeds.stream().mapToDouble(CrowdRun.Outcome::accuracy).min().orElse(0);
        }

        double most() {
            return seeds.stream().mapToDouble(CrowdRun.Outcome::accuracy).max().orElse(0);
        }
    }

    @Override
    public Integer call() {
        SimulatedCrowd people = simulation.people();
        WrongUseException.unless(images >= 100 && images <= 60_000, "--images to be from 100 to 60000", images);
        simulation.check();
        NetworkSpec shape = simulation.shape();
        Mnist train = Mnist.train();
        SparseExamples heldOut = TrainedNetwork.examples(Mnist.test());
        List<CrowdRun> runs = new ArrayList<>();
        Map<String, List<CrowdRun.Outcome>> outcomes = new LinkedHashMap<>();
        for (int seed = 1; seed <= simulation.seeds(); seed++) {
            CrowdRun run = CrowdRun.of(people, train, images, seed);
            runs.add(run);
            run.outcomes(heldOut, shape, simulation.passes())
                    .forEach(outcome -> outcomes.computeIfAbsent(outcome.what(), what -> new ArrayList<>())
                            .add(outcome));
        }
        PrintWriter out = spec.commandLine().getOut();
        outcomes.forEach((what, ofSeeds) -> print(out, new Row(what, ofSeeds)));
        for (CrowdRun run : runs) {
            printPeople(out, run);
        }
        out.flush();
        return 0;
    }

    private void print(PrintWriter out, Row row) {
        double right = row.median(CrowdRun.Outcome::right);
        double perImage = row.median(CrowdRun.Outcome::labelsPerImage);
        double examples = row.median(CrowdRun.Outcome::examples);
        double accuracy = row.median(CrowdRun.Outcome::accuracy);
        if (simulation.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("what", row.what);
            line.put("examples", examples);
            line.put("labelsPerImage", perImage);
            line.put("right", right);
            line.put("accuracy", accuracy);
            line.put("least", row.least());
            line.put("most", row.most());
            out.println(new JsonMapper().writeValueAsString(line));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-16s %6.3f labels an image; of %,7.0f images %6.2f %% right; held-out accuracy %.2f %% (%.2f to %.2f)%n",
                row.what,
                perImage,
                examples,
                100 * right,
                100 * accuracy,
                100 * row.least(),
                100 * row.most());
    }

    private void printPeople(PrintWriter out, CrowdRun run) {
        if (!simulation.json()) {
            out.printf(
                    Locale.ROOT,
                    "%nseed %d: %,d images, %,d settled, %,d in review; %,d labels and %,d answers on gold; %d estimates%n",
                    run.seed(),
                    run.report().images(),
                    run.report().settled(),
                    run.report().disputed(),
                    run.report().labels(),
                    run.report().goldAnswers(),
                    run.report().estimates());
        }
        for (CrowdSimulation.Person person : run.report().people()) {
            out.println(simulation.json() ? json(run.seed(), person) : text(person));
            if (matrices && !simulation.json()) {
                MatricesBesideTruth.lines(person.matrix(), person.annotator().matrix())
                        .forEach(out::println);
            }
        }
    }

    private static String text(CrowdSimulation.Person person) {
        String distrusted = person.distrustedAfter() < 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " after %,d labels, from the %,d. on",
                        person.distrustedAfter(),
                        person.distrustedFrom() + 1);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-22s %,6d labels, trust %.3f, %s%s; right by digit %s, truly %s",
                person.annotator().written(),
                person.labels(),
                person.trust().value(),
                person.state().wire(),
                distrusted,
                MatricesBesideTruth.diagonal(person.matrix()),
                MatricesBesideTruth.diagonal(person.annotator().matrix())));
        person.confusions()
                .forEach(of -> line.append(String.format(
                        Locale.ROOT, "; takes %.0f %% of %ds for %ds", 100 * of.share(), of.truth(), of.given())));
        return line.toString();
    }

    private static String json(long seed, CrowdSimulation.Person person) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seed", seed);
        line.put("person", person.annotator().written());
        line.put("labels", person.labels());
        line.put(
                "gold",
                Map.of("seen", person.trust().seen(), "correct", person.trust().correct()));
        line.put("trust", person.trust().value());
        line.put("state", person.state().wire());
        line.put("distrustedAfter", whereDistrusted(person, person.distrustedAfter()));
        line.put("distrustedFrom", whereDistrusted(person, person.distrustedFrom()));
        line.put("recovered", MatricesBesideTruth.json(person.matrix()));
        line.put("truly", MatricesBesideTruth.json(person.annotator().matrix()));
        line.put("confusions", person.confusions());
        return new JsonMapper().writeValueAsString(line);
    }

    private static @Nullable Integer whereDistrusted(CrowdSimulation.Person person, int label) {
        return person.distrustedAfter() < 0 ? null : Integer.valueOf(label);
    }
}
