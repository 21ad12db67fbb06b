package nudge.standalone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nudge.labeller.intake.DecodingTurn;
import nudge.labeller.intake.IdxPair;
import nudge.labeller.intake.ImageImporter.ImportReport;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.Preview;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "import",
        description = "Add images of digits to the pool over HTTP: files, folders, ZIPs.",
        footer = {
            "",
            "PNG and JPEG are photos or scans of one digit each; they are cut out and brought into",
            "MNIST's form. IDX (gzipped too) comes with its labels when their file lies beside it and",
            "is called as MNIST's is. CSV of any length: 784 columns and perhaps a label, which may be",
            "empty; --dry-run shows how it is understood. Pixels that are in the pool already are",
            "counted, and not stored twice. Exit code 1 when something could not be read; the rest is",
            "imported."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int NAMED = 20;

    @Mixin
    private RunningNudge running = new RunningNudge();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders.")
    private List<Path> paths = List.of();

    @Option(
            names = "--labels-from-folders",
            description = "A picture in a folder that is called 0 to 9 is labelled with that digit.")
    private boolean labelsFromFolders;

    @Mixin
    private CsvArguments csv = new CsvArguments();

    @Option(
            names = "--dry-run",
            description = "Show what would be imported, with nine of the pictures, and store nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print what came of it as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> files = files();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        csv.options();
        if (dryRun) {
            return preview(files, bytes);
        }
        Api api = running.api();
        ImportClient client = new ImportClient(api);
        long began = System.nanoTime();
        try (client;
                ProgressBar bar = bar(bytes)) {
            for (Path file : files) {
                read(file, client, bar);
            }
            client.finish();
        }
        print(client.report(), (System.nanoTime() - began) / 1e9);
        return client.report().failures() == 0 ? 0 : 1;
    }

    private ProgressBar bar(long bytes) {
        return new ProgressBar(spec.commandLine().getErr(), "KB", Math.max(1, bytes >> 10));
    }

    /** Reads all, and stores nothing. */
    private int preview(List<Path> files, long bytes) throws IOException {
        Preview preview = new Preview();
        try (ProgressBar bar = bar(bytes)) {
            for (Path file : files) {
                read(file, preview, bar);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(ImportPreviewText.json(preview.report())));
        } else {
            ImportPreviewText.print(preview.report(), out);
        }
        return preview.report().failures() == 0 ? 0 : 1;
    }

    /** Every file, those of folders in the order of their names; labels of IDX go with their images. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new WrongUseException("expected a file or folder, but " + path + " is not there");
            }
            try (Stream<Path> walk = Files.walk(path)) {
                walk.filter(Files::isRegularFile)
                        .filter(file -> Files.isRegularFile(path)
                                || !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .forEach(files::add);
            }
        }
        List<Path> all = List.copyOf(files);
        files.removeIf(file -> IdxPair.imagesOf(name(file)).stream().anyMatch(images -> all.contains(Path.of(images))));
        return files;
    }

    private static String name(Path file) {
        return file.toString();
    }

    private void read(Path file, ImageSink to, ProgressBar bar) throws IOException {
        try {
            if (CsvOnDisk.is(file)) {
                CsvOnDisk.read(file, csv.options(), to, bar);
                return;
            }
            try (InputStream in =
                    new BufferedInputStream(new ProgressInputStream(Files.newInputStream(file), bar), 1 << 16)) {
                new Intake(Limits.USUAL, labelsFromFolders, DecodingTurn.AT_ONCE, csv.options())
                        .read(name(file), in, labels(file), to);
            }
        } catch (java.nio.file.FileSystemException unreadable) {
            to.unreadable(name(file), "expected to read it, got " + unreadable);
        }
    }

    /** Opens the file of labels that lies beside a file of images. */
    private static @Nullable InputStream labels(Path file) throws IOException {
        for (String labels : IdxPair.labelsOf(name(file))) {
            if (Files.isRegularFile(Path.of(labels))) {
                return Files.newInputStream(Path.of(labels));
            }
        }
        return null;
    }

    private void print(ImportReport report, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("added", report.added());
            line.put("duplicates", report.duplicates());
            line.put("putAside", report.putAside());
            line.put("labelled", report.labelled());
            line.put("failures", report.failures());
            line.put("failed", report.failed());
            line.put("seconds", seconds);
            out.println(new JsonMapper().writeValueAsString(line));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%,d images added, %,d of the pool again, %,d labelled, %,d not read; %.1f s, %,.0f images/s%n",
                report.added(),
                report.duplicates(),
                report.labelled(),
                report.failures(),
                seconds,
                (report.added() + report.duplicates()) / Math.max(1e-3, seconds));
        report.failed().stream()
                .limit(NAMED)
                .forEach(failure -> out.println("  " + failure.name() + ": " + failure.reason()));
        if (report.failures() > NAMED) {
            out.printf(Locale.ROOT, "  and %,d more%n", report.failures() - NAMED);
        }
    }
}
