package nudge.benchmarks;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Prints results as they come: a table, or one JSON object a line. */
final class Report {
    private static final JsonMapper JSON = new JsonMapper();

    private final PrintStream out;
    private final boolean json;
    private String heading = "";
    private boolean allHold = true;

    Report(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void leftOut(String peer) {
        print("left out: " + peer, Map.of("bench", "sgd", "leftOut", peer));
    }

    void ceiling(Shape shape, Roofline.Ceiling ceiling) {
        print(
                String.format(
                        Locale.ROOT,
                        "%s: one core makes %.0f GFLOP/s in fused multiply-adds; of %d KB of weights it reads %.0f GB/s and updates %.0f GB/s",
                        shape,
                        ceiling.flops() / 1e9,
                        Roofline.workingSet(shape) / 1024,
                        ceiling.read() / 1e9,
                        ceiling.update() / 1e9),
                Map.of(
                        "bench", "sgd",
                        "shape", shape.toString(),
                        "flopsPerSecond", ceiling.flops(),
                        "bytesReadPerSecond", ceiling.read(),
                        "bytesUpdatedPerSecond", ceiling.update()));
    }

    void add(Result result) {
        allHold &= result.holds();
        String work = String.format(
                Locale.ROOT,
                "%n%s, mini-batches of %d, %s",
                result.shape(),
                result.batch(),
                result.data() == TrainingData.DIGITS ? "digits" : "inverted digits (no pixel is zero)");
        if (!json && !work.equals(heading)) {
            out.println(work);
            heading = work;
        }
        print(result.line(), result.fields());
    }

    /** Whether every goal was met and nothing was allocated. */
    boolean allHold() {
        return allHold;
    }

    private void print(String line, Map<String, Object> fields) {
        out.println(json ? JSON.writeValueAsString(fields) : line);
        out.flush();
    }
}
