package nudge.labeller.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** 8,000 labels of 800 pairs of sentences by 164 people; where they come from stands in README.md beside the files. */
public final class RteLabels {
    private static final Path FILES = Path.of("..", "quality", "src", "test", "resources", "nudge", "quality");

    public static final int ITEMS = 800;
    public static final int PEOPLE = 164;

    private RteLabels() {}

    public record Label(int item, int person, int given) {}

    public static List<Label> read() {
        try {
            List<Label> labels = new ArrayList<>();
            for (String line : Files.readAllLines(FILES.resolve("rte-labels.csv"))) {
                if (Character.isDigit(line.charAt(0))) {
                    String[] cells = line.split(",");
                    labels.add(new Label(
                            Integer.parseInt(cells[0]), Integer.parseInt(cells[1]), Integer.parseInt(cells[2])));
                }
            }
            return labels;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What each item really is: [items]. */
    public static int[] truth() {
        try {
            int[] truth = new int[ITEMS];
            for (String line : Files.readAllLines(FILES.resolve("rte-truth.csv"))) {
                if (Character.isDigit(line.charAt(0))) {
                    String[] cells = line.split(",");
                    truth[Integer.parseInt(cells[0])] = Integer.parseInt(cells[1]);
                }
            }
            return truth;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
