package nudge.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.standalone.MnistLabels;
import nudge.standalone.Percentiles;
import nudge.standalone.RunningNudge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "page",
        description = "How fast the pages are for a person, in a real Chromium on a running Nudge.",
        footer = {
            "",
            "Opens the labelling page, labels MNIST's images by key while every request takes",
            "longer by a delay, and confirms sheets of 40 images. Key to image: from the key's",
            "event to the end of the frame that shows the next image. The sheets are confirmed",
            "as the network reads them: measure on a --data folder that was made for it."
        },
        mixinStandardHelpOptions = true)
final class PageBench implements Callable<Integer> {
    @Mixin
    private RunningNudge running = new RunningNudge();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "200",
            description = "Keys pressed. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "200",
            description = "From an image to the next key, in milliseconds. Default: ${DEFAULT-VALUE}.")
    private int pause;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "100",
            description = "What every request takes longer, in milliseconds. Default: ${DEFAULT-VALUE}.")
    private int delay;

    @Option(
            names = "--sheets",
            paramLabel = "N",
            defaultValue = "30",
            description = "Sheets confirmed. Default: ${DEFAULT-VALUE}.")
    private int sheets;

    @Option(
            names = "--opened",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often the page is opened. Default: ${DEFAULT-VALUE}.")
    private int opened;

    @Option(
            names = "--chromium",
            paramLabel = "FILE",
            defaultValue = "/usr/bin/chromium",
            description = "The browser, with chromedriver beside it. Default: ${DEFAULT-VALUE}.")
    private Path chromium;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        MnistLabels digits = MnistLabels.load();
        try (MeasuredPages pages = MeasuredPages.open(chromium, running.http(), running.token())) {
            print("first opening to first image", List.of(pages.firstImage()));
            print("opening to first image", pages.firstImages(opened));
            pages.delay(delay);
            print("the same, delayed by " + delay + " ms", pages.firstImages(opened));
            print("key to image, delayed by " + delay + " ms", pages.keys(count, pause, digits));
            pages.delay(0);
            print("sheet of 40 confirmed", pages.sheets(sheets));
        }
        return 0;
    }

    private void print(String what, List<Double> millis) {
        Percentiles times = Percentiles.ofNanos(
                millis.stream().map(time -> Math.round(time * 1e6)).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("what", what);
            line.put("count", millis.size());
            line.putAll(times.json());
            out.println(new JsonMapper().writeValueAsString(line));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%-34s %4d times   median %7.1f   90 %% %7.1f   most %7.1f ms%n",
                    what,
                    millis.size(),
                    times.p50(),
                    times.p90(),
                    times.max());
        }
        out.flush();
    }
}
