package nudge.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The images of a Nudge that have a digit, in the order of their ids.
 *
 * @param pixels of each
 * @param digits of each
 */
record SettledImages(List<UUID> ids, List<byte[]> pixels, int[] digits) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** As of the end of the log. */
    static SettledImages fetch(Api api) throws IOException, InterruptedException {
        Path file = Files.createTempFile("nudge-images", ".jsonl");
        try {
            long position = api.get("/api/progress").get("position").asLong();
            api.download("/api/export?format=jsonl&position=" + position, file);
            return read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** @param file as {@code ./nudge export --format jsonl} writes it */
    static SettledImages read(Path file) throws IOException {
        List<UUID> ids = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        List<Integer> digits = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode image = MAPPER.readTree(line);
                String aside = image.path("aside").asString("taken-in");
                if (image.path("digit").isInt() && !image.path("rejected").asBoolean() && aside.equals("taken-in")) {
                    ids.add(UUID.fromString(image.get("image").asString()));
                    digits.add(image.get("digit").asInt());
                    pixels.add(Base64.getDecoder().decode(image.get("pixels").asString()));
                }
            }
        }
        return new SettledImages(
                ids, pixels, digits.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Folds of nearly the same size; which one an image is in follows from its place. */
    int[] folds(int count) {
        int[] folds = new int[ids.size()];
        for (int i = 0; i < folds.length; i++) {
            folds[i] = i % count;
        }
        return folds;
    }
}
