package nudge.standalone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import nudge.embedded.FileFailure;
import nudge.labeller.intake.DecodingTurn;
import nudge.labeller.intake.ImageImporter.ImportReport;
import nudge.labeller.intake.ImageSink;
import nudge.labeller.intake.Intake;
import nudge.labeller.intake.Limits;
import nudge.labeller.intake.Preview;
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
            "is called as MNIST's is, or QMNIST's or EMNIST's. CSV of any length: 784 columns and",
            "perhaps a label, which may be empty; --dry-run shows how it is understood. Pixels that are",
            "in the pool already are counted, and not stored twice. Links are followed; hidden and",
            "system files of folders and ZIPs are left out and counted. Exit code 1 when something could",
            "not be read, or when there was nothing to import; the rest is imported."
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
        ImportFiles found = ImportFiles.of(paths);
        long bytes = 0;
        for (Path file : found.files()) {
            bytes += Files.size(file);
        }
        csv.options();
        if (dryRun) {
            return preview(found, bytes);
        }
        Api api = running.api();
        ImportClient client = new ImportClient(api);
        found.tell(client);
        long began = System.nanoTime();
        try (client;
                ProgressBar bar = bar(bytes)) {
            for (Path file : found.files()) {
                read(found, file, client, bar);
            }
            client.finish();
        }
        ImportReport report = client.report();
        print(report, (System.nanoTime() - began) / 1e9);
        if (report.added() + report.duplicates() + report.failures() == 0) {
            throw nothingIn(found);
        }
        return report.failures() == 0 ? 0 : 1;
    }

    private static CommandFailedException nothingIn(ImportFiles found) {
        return new CommandFailedException("expected images in " + found.lookedIn() + ", found none in its "
                + found.files().size() + " files");
    }

    private ProgressBar bar(long bytes) {
        return new ProgressBar(spec.commandLine().getErr(), "KB", Math.max(1, bytes >> 10));
    }

    /** Reads all, and stores nothing. */
    private int preview(ImportFiles found, long bytes) throws IOException {
        Preview preview = new Preview();
        found.tell(preview);
        try (ProgressBar bar = bar(bytes)) {
            for (Path file : found.files()) {
                read(found, file, preview, bar);
            }
        }
        Preview.Report report = preview.report();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(ImportPreviewText.json(report)));
        } else {
            ImportPreviewText.print(report, out);
        }
        if (report.images() + report.failures() == 0) {
            throw nothingIn(found);
        }
        return report.failures() == 0 ? 0 : 1;
    }

    private void read(ImportFiles found, Path file, ImageSink to, ProgressBar bar) throws IOException {
        try {
            try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                if (!CsvOnDisk.begins(in)) {
                    try (InputStream labels = found.labels(file)) {
                        new Intake(Limits.USUAL, labelsFromFolders, DecodingTurn.AT_ONCE, csv.options())
                                .read(file.toString(), new ProgressInputStream(in, bar), labels, to);
                    }
                    return;
                }
            }
            CsvOnDisk.read(file, csv.options(), to, bar);
        } catch (java.nio.file.FileSystemException unreadable) {
            to.unreadable(file.toString(), "expected to read it, but " + FileFailure.reason(unreadable));
        }
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
            line.put("leftOut", report.leftOut());
            line.put("notes", report.notes());
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
        ImportPreviewText.printRemarks(report.leftOut(), report.notes(), out);
    }
}
