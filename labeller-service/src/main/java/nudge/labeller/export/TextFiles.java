package nudge.labeller.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nudge.labeller.image.ImageEvent.LabelSettled;
import nudge.labeller.image.Pixels;
import nudge.labeller.image.Snapshot;
import tools.jackson.databind.json.JsonMapper;

/** Exports as lines of text. */
final class TextFiles {
    private static final JsonMapper MAPPER = new JsonMapper();

    private TextFiles() {}

    static void jsonLines(Snapshot snapshot, OutputStream out) throws IOException {
        snapshot.each(row -> {
            List<Map<String, Object>> labels = new ArrayList<>();
            row.image().labels().forEach((annotator, given) -> {
                Map<String, Object> label = new LinkedHashMap<>();
                label.put("annotator", annotator.toString());
                label.put("digit", given.digit());
                labels.add(label);
            });
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("image", row.id().toString());
            line.put("version", row.image().version());
            line.put("position", row.state().position());
            line.put("split", row.split());
            line.put("digit", row.digit());
            LabelSettled settled = row.state().settled();
            if (row.digit() != null && settled != null) {
                line.put("confidence", settled.confidence());
                line.put("policy", settled.policy());
                line.put("basis", row.image().verdict().basis());
                line.put("estimate", settled.estimate());
            }
            line.put("rejected", row.image().rejected());
            if (row.image().aside() != null) {
                line.put("aside", row.image().aside().wire());
            }
            line.put("labels", labels);
            line.put(
                    "skips",
                    row.image().skips().stream().map(Object::toString).sorted().toList());
            line.put("pixels", Base64.getEncoder().encodeToString(row.pixels()));
            write(out, MAPPER.writeValueAsString(line));
        });
    }

    static void csv(Snapshot snapshot, OutputStream out) throws IOException {
        StringBuilder header = new StringBuilder("label");
        for (int i = 0; i < Pixels.COUNT; i++) {
            header.append(",pixel").append(i);
        }
        write(out, header.toString());
        snapshot.each(row -> {
            if (!row.image().rejected() && !row.image().putAside()) {
                StringBuilder line =
                        new StringBuilder(row.digit() == null ? "" : row.digit().toString());
                for (byte pixel : row.pixels()) {
                    line.append(',').append(pixel & 0xff);
                }
                write(out, line.toString());
            }
        });
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
