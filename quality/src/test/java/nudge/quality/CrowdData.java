package nudge.quality;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Labels with known answers; where they come from stands in README.md beside them. */
final class CrowdData {
    private CrowdData() {}

    /** 45 patients, 5 observers; classes and numbers from 0. */
    static CrowdLabels anaesthetists() {
        CrowdLabels.Builder labels = CrowdLabels.builder(4);
        rows("anaesthetists.csv")
                .forEach(row -> labels.add(number(row, 0) - 1, number(row, 1) - 1, number(row, 3) - 1));
        return labels.build();
    }

    /** @param name bluebird or rte */
    static CrowdLabels labels(String name, int classes) {
        CrowdLabels.Builder labels = CrowdLabels.builder(classes);
        rows(name + "-labels.csv").forEach(row -> labels.add(number(row, 0), number(row, 1), number(row, 2)));
        return labels.build();
    }

    static int[] truth(String name) {
        List<String[]> rows = rows(name + "-truth.csv");
        int[] truth = new int[rows.size()];
        rows.forEach(row -> truth[number(row, 0)] = number(row, 1));
        return truth;
    }

    static CrowdLabels toy() {
        CrowdLabels.Builder labels = CrowdLabels.builder(2);
        rows("crowdkit-toy.csv")
                .forEach(row -> labels.add(
                        Integer.parseInt(row[1].substring(1)) - 1,
                        Integer.parseInt(row[0].substring(1)) - 1,
                        row[2].equals("yes") ? 1 : 0));
        return labels.build();
    }

    static CrowdLabels hayesAndKrippendorff() {
        CrowdLabels.Builder labels = CrowdLabels.builder(10);
        int unit = 0;
        for (String line : lines("hayes-krippendorff-2007.txt")) {
            String[] given = line.split(" ");
            for (int observer = 0; observer < given.length; observer++) {
                if (!given[observer].equals(".")) {
                    labels.add(unit, observer, Integer.parseInt(given[observer]));
                }
            }
            unit++;
        }
        return labels.build();
    }

    private static int number(String[] row, int column) {
        return Integer.parseInt(row[column]);
    }

    private static List<String[]> rows(String file) {
        List<String[]> rows = new ArrayList<>();
        lines(file).stream().skip(1).forEach(line -> rows.add(line.split(",")));
        return rows;
    }

    private static List<String> lines(String file) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CrowdData.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
