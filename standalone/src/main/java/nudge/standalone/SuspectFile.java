package nudge.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import nudge.embedded.FileFailure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of images whose labels are suspicious: CSV with the header {@code image,score}, or a JSON object per line. */
final class SuspectFile {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String HEADER = "image,score";
    private static final String EXPECTED =
            "expected lines such as 0190a8f2-7c5e-8d3b-9a41-5a6f7d8e9f10,0.83 or {\"image\": \"...\", \"score\": 0.83}, got ";

    private SuspectFile() {}

    /** @param score from 0 to 1: the higher, the more suspicious */
    record Line(UUID image, double score) {}

    /**
     * The suspects, the most suspicious first.
     *
     * @throws WrongUseException when the file cannot be read, or a line is not as it should be
     */
    static List<Line> read(Path file) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = line.strip();
                boolean header = number == 1 && text.replace(" ", "").equalsIgnoreCase(HEADER);
                if (!text.isEmpty() && !header) {
                    lines.add(line(text));
                }
            }
        } catch (IllegalArgumentException wrong) {
            throw new WrongUseException(file + ", line " + number + ": " + EXPECTED + wrong.getMessage());
        } catch (NoSuchFileException missing) {
            throw new WrongUseException("expected a file of suspects, found none at " + file);
        } catch (CharacterCodingException binary) {
            throw new WrongUseException("expected a file of text in UTF-8, got something else in " + file);
        } catch (IOException unreadable) {
            throw new WrongUseException("expected to read " + file + ", but " + FileFailure.reason(unreadable));
        }
        lines.sort(Comparator.comparingDouble(Line::score).reversed());
        return lines;
    }

    /** @throws IllegalArgumentException with what came, when it is something else */
    private static Line line(String text) {
        String image;
        String score;
        if (text.startsWith("{")) {
            JsonNode object = json(text);
            image = object.path("image").asString("");
            score = object.path("score").isNumber() ? object.path("score").toString() : "";
        } else {
            String[] cells = text.split(",", -1);
            image = cells[0].strip();
            score = cells.length == 2 ? cells[1].strip() : "";
        }
        try {
            double value = Double.parseDouble(score);
            if (value >= 0 && value <= 1) {
                return new Line(UUID.fromString(image), value);
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(shortened(text), wrong);
        }
        throw new IllegalArgumentException("a score of " + score + ", which is not from 0 to 1");
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(shortened(text), unreadable);
        }
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
