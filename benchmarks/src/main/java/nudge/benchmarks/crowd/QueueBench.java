package nudge.benchmarks.crowd;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import nudge.benchmarks.Figure;
import nudge.benchmarks.crowd.QueueRun.Point;
import nudge.mnist.Mnist;
import nudge.network.SparseExamples;
import nudge.quality.CrowdSetting;
import nudge.quality.simulation.SimulatedCrowd;
import nudge.standalone.WrongUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "queue",
        description = "What the order of labelling gains: held-out accuracy against the number of labels.",
        footer = {
            "",
            "A simulated crowd labels images of MNIST. After each batch a network learns from",
            "the beginning from all labels so far, and says where the next ones go; it is",
            "measured on MNIST's 10,000 test images. The orders:",
            "",
            "  random          one label per image, images at random",
            "  uncertainty     one label per image, where the network is least sure first",
            "  uncertain later the same, at random until --model-from is reached",
            "  activelab       where ActiveLab's score is lowest, a new image or another",
            "                  opinion; the consensus is CROWDLAB's; the first batch has two",
            "                  opinions per image",
            "  random settled  labels until the default crowd policy settles an image, at",
            "                  random",
            "  queue settled   the same, a fifth at random, the others by the network's doubt",
            "                  once --model-from is reached, as the labeller hands them out",
            "",
            "Figures are medians over the seeds. All orders see the same digits from the same",
            "people for the same images, so what differs is the order alone."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class QueueBench implements Callable<Integer> {
    @Option(
            names = "--pool",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Images to choose from. Default: ${DEFAULT-VALUE}.")
    private int poolSize;

    @Option(
            names = "--labels",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Labels in all. Default: ${DEFAULT-VALUE}.")
    private int labels;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "200",
            description = "Labels between two networks. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--model-from",
            paramLabel = "ACCURACY",
            description =
                    "Where the policy lets the network's doubt wait: until this held-out accuracy. Default: ${DEFAULT-VALUE}.")
    private double modelFrom = CrowdSetting.MODEL_FROM.standard();

    /** As many passes as the trainer of ./nudge up makes. */
    @Mixin
    private SimulationOptions simulation = new SimulationOptions("5*good:0.97,3*sloppy:0.8,2*confuses:4>9@0.4", 40);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SimulatedCrowd people = simulation.people();
        WrongUseException.unless(poolSize >= 100 && poolSize <= 60_000, "--pool to be from 100 to 60000", poolSize);
        WrongUseException.unless(batch >= 50, "--batch to be at least 50", batch);
        WrongUseException.unless(
                labels >= batch && labels <= poolSize, "--labels to be from --batch to --pool", labels);
        WrongUseException.unless(modelFrom >= 0 && modelFrom <= 1, "--model-from to be from 0 to 1", modelFrom);
        simulation.check();
        Mnist train = Mnist.train();
        SparseExamples heldOut = TrainedNetwork.examples(Mnist.test());
        QueueRun.Settings settings =
                new QueueRun.Settings(simulation.shape(), labels, batch, simulation.passes(), 5, modelFrom);
        Map<LabelOrder, List<List<Point>>> runs = new LinkedHashMap<>();
        for (LabelOrder order : LabelOrder.values()) {
            runs.put(order, new ArrayList<>());
        }
        for (int seed = 1; seed <= simulation.seeds(); seed++) {
            for (LabelOrder order : LabelOrder.values()) {
                SimulatedPool pool = new SimulatedPool(train, poolSize, people, seed);
                runs.get(order).add(new QueueRun(order, settings, pool, people, heldOut, seed).run());
            }
            spec.commandLine().getErr().println("nudge: seed " + seed + " of " + simulation.seeds());
            spec.commandLine().getErr().flush();
        }
        print(runs);
        return 0;
    }

    /** Medians over the seeds. */
    private record Row(int labels, double accuracy, double least, double most, double right, double examples) {
        static Row of(List<List<Point>> seeds, int place) {
            return new Row(
                    seeds.get(0).get(place).labels(),
                    median(seeds, place, Point::accuracy),
                    seeds.stream()
                            .mapToDouble(of -> of.get(place).accuracy())
                            .min()
                            .orElse(0),
                    seeds.stream()
                            .mapToDouble(of -> of.get(place).accuracy())
                            .max()
                            .orElse(0),
                    median(seeds, place, Point::right),
                    median(seeds, place, Point::examples));
        }

        private static double median(List<List<Point>> seeds, int place, ToDoubleFunction<Point> which) {
            return Figure.median(
                    seeds.stream().map(of -> which.applyAsDouble(of.get(place))).toList());
        }
    }

    private void print(Map<LabelOrder, List<List<Point>>> runs) {
        Map<LabelOrder, List<Row>> rows = new LinkedHashMap<>();
        runs.forEach((order, seeds) -> {
            List<Row> ofOrder = new ArrayList<>();
            for (int place = 0; place < seeds.get(0).size(); place++) {
                ofOrder.add(Row.of(seeds, place));
            }
            rows.put(order, ofOrder);
        });
        PrintWriter out = spec.commandLine().getOut();
        if (simulation.json()) {
            rows.forEach((order, ofOrder) -> ofOrder.forEach(row -> out.println(json(order, row))));
        } else {
            table(out, rows);
            gains(out, rows);
        }
        out.flush();
    }

    private static String json(LabelOrder order, Row row) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("order", order.heading());
        line.put("labels", row.labels);
        line.put("accuracy", row.accuracy);
        line.put("least", row.least);
        line.put("most", row.most);
        line.put("examples", row.examples);
        line.put("right", row.right);
        return new JsonMapper().writeValueAsString(line);
    }

    private void table(PrintWriter out, Map<LabelOrder, List<Row>> rows) {
        out.printf(
                Locale.ROOT,
                "Held-out accuracy, %%, median of %d seeds; a pool of %,d images; labels by %s%n",
                simulation.seeds(),
                poolSize,
                simulation.crowd());
        StringBuilder head = new StringBuilder("  labels");
        rows.keySet().forEach(order -> head.append(String.format(Locale.ROOT, "%16s", order.heading())));
        out.println(head);
        List<Row> first = rows.values().iterator().next();
        for (int place = 0; place < first.size(); place++) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%,8d", first.get(place).labels));
            for (List<Row> ofOrder : rows.values()) {
                line.append(String.format(Locale.ROOT, "%16.2f", 100 * ofOrder.get(place).accuracy));
            }
            out.println(line);
        }
    }

    /** What each order comes to beside the random one. */
    private static void gains(PrintWriter out, Map<LabelOrder, List<Row>> rows) {
        List<Row> random = rows.get(LabelOrder.RANDOM);
        double goal = random.get(random.size() - 1).accuracy;
        rows.forEach((order, ofOrder) -> {
            Row last = ofOrder.get(ofOrder.size() - 1);
            OptionalInt reached = ofOrder.stream()
                    .filter(row -> row.accuracy >= goal)
                    .mapToInt(row -> row.labels)
                    .findFirst();
            out.printf(
                    Locale.ROOT,
                    "%-15s %.2f %% at the end (%.2f to %.2f), from %,.0f images, %.2f %% of them right; %.2f %% %s%n",
                    order.heading(),
                    100 * last.accuracy,
                    100 * last.least,
                    100 * last.most,
                    last.examples,
                    100 * last.right,
                    100 * goal,
                    reached.isPresent()
                            ? String.format(Locale.ROOT, "after %,d labels", reached.getAsInt())
                            : "not reached");
        });
    }
}
