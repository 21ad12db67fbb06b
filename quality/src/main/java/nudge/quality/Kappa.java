package nudge.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Cohen's kappa of two annotators: how far they agree beyond chance (Cohen, "A coefficient of agreement for nominal scales",
 * 1960).
 *
 * @param one the annotator with the lower number
 * @param shared items that both labelled
 * @param agreed of them, with the same label
 * @param value empty when it is undefined: both gave one and the same class alone
 */
public record Kappa(int one, int other, int shared, int agreed, OptionalDouble value) {
    /** Of all pairs that have an item in common, in the order of the annotators. Of several labels of an item, the last counts. */
    public static List<Kappa> pairwise(CrowdLabels labels) {
        int classes = labels.classes();
        Map<Long, int[]> tables = new TreeMap<>();
        for (int item = 0; item < labels.items(); item++) {
            Map<Integer, Integer> given = new TreeMap<>();
            for (int place = labels.start(item); place < labels.start(item + 1); place++) {
                given.put(labels.annotator(place), labels.given(place));
            }
            given.forEach((one, first) -> given.forEach((other, second) -> {
                if (one < other) {
                    tables.computeIfAbsent((long) one << 32 | other, pair -> new int[classes * classes])[
                            first * classes + second]++;
                }
            }));
        }
        List<Kappa> pairs = new ArrayList<>();
        tables.forEach((pair, table) -> pairs.add(of((int) (pair >> 32), (int) (long) pair, table, classes)));
        return pairs;
    }

    /** @param table of labels, [first * classes + second] */
    private static Kappa of(int one, int other, int[] table, int classes) {
        int shared = 0;
        int agreed = 0;
        long chance = 0;
        for (int k = 0; k < classes; k++) {
            long first = 0;
            long second = 0;
            for (int l = 0; l < classes; l++) {
                first += table[k * classes + l];
                second += table[l * classes + k];
            }
            shared += (int) first;
            agreed += table[k * classes + k];
            chance += first * second;
        }
        double expected = chance / ((double) shared * shared);
        return new Kappa(
                one,
                other,
                shared,
                agreed,
                expected == 1
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((agreed / (double) shared - expected) / (1 - expected)));
    }
}
