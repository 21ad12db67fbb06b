package nudge.standalone;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import nudge.events.AccuracyMeasured;
import nudge.events.CheckpointPublished;
import nudge.events.CheckpointSubscriber;
import nudge.events.CheckpointSubscriber.Start;
import nudge.events.CheckpointSubscriber.Update;
import nudge.events.EventCodec;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description =
                "Follow checkpoints and accuracy in Kafka, a line for each, with the client that applications use.",
        footer = {
            "",
            "Each checkpoint's weights are read and compared with their SHA-256 before its",
            "line is printed. Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Mixin
    private RunningNudge running = new RunningNudge();

    @Option(names = "--json", description = "Print one JSON object a line, as it crosses Kafka, with its type.")
    private boolean json;

    @Option(
            names = "--from",
            paramLabel = "latest|earliest|next",
            defaultValue = "latest",
            description = "Begin with the latest checkpoint, the earliest whose weights are kept, or the next.")
    private String from = "latest";

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--count", paramLabel = "N", description = "End after N lines. Default: never.")
    private @Nullable Integer count;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int lines = 0;
        try (CheckpointSubscriber subscriber = CheckpointSubscriber.subscribe(kafka.settings(running), start())) {
            Runtime.getRuntime().addShutdownHook(new Thread(subscriber::wakeup));
            while (count == null || lines < count) {
                for (Update update : subscriber.poll(Duration.ofSeconds(1))) {
                    out.println(json ? json(update) : line(update));
                    out.flush();
                    lines++;
                }
                if (out.checkError()) {
                    return 0;
                }
            }
        } catch (WakeupException stop) {
            return 0;
        }
        return 0;
    }

    private Start start() {
        try {
            return Start.valueOf(from.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new WrongUseException("expected --from to be latest, earliest or next, got " + from);
        }
    }

    private static String json(Update update) {
        if (update instanceof Update.Checkpoint checkpoint) {
            return "{\"type\":\"checkpoint\",\"data\":" + EventCodec.json(checkpoint.event()) + "}";
        }
        if (update instanceof Update.Accuracy accuracy) {
            return "{\"type\":\"accuracy\",\"data\":" + EventCodec.json(accuracy.event()) + "}";
        }
        throw new IllegalArgumentException("expected a checkpoint or a measurement, got " + update);
    }

    private static String line(Update update) {
        if (update instanceof Update.Checkpoint checkpoint) {
            return line(checkpoint.event());
        }
        if (update instanceof Update.Accuracy accuracy) {
            return line(accuracy.event());
        }
        throw new IllegalArgumentException("expected a checkpoint or a measurement, got " + update);
    }

    private static String line(CheckpointPublished event) {
        return String.format(
                Locale.ROOT,
                "%s  checkpoint %s  step %,d  %,d examples  log position %,d  sha256 %s",
                time(event.at()),
                event.id(),
                event.step(),
                event.examples(),
                event.position(),
                event.sha256().substring(0, 12));
    }

    private static String line(AccuracyMeasured event) {
        return String.format(
                Locale.ROOT,
                "%s  accuracy   %s  %.2f %% of %,d held-out images (95 %%: %.2f to %.2f)  cost %.4f%s",
                time(event.at()),
                event.checkpoint(),
                100 * event.accuracy(),
                event.heldOut(),
                100 * event.low(),
                100 * event.high(),
                event.cost(),
                event.prequential() == null
                        ? ""
                        : String.format(Locale.ROOT, "  new labels foreseen %.1f %%", 100 * event.prequential()));
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
