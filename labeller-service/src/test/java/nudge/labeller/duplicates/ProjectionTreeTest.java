package nudge.labeller.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTreeTest {
    private static final int DIMENSIONS = Projection.DIMENSIONS;
    private static final int REACH = Projection.reach(NearDuplicate.THRESHOLD);

    /** Spread: from points that are nearly all within reach to the farthest that there are; 3,000 points split leaves. */
    @ParameterizedTest
    @CsvSource({"100, 40", "100, 300", "3000, 40", "3000, 200", "3000, 1000", "3000, 8000", "3000, 32768"})
    void it_finds_exactly_the_points_within_reach(int count, int spread) {
        Random random = new Random(count + spread);
        ProjectionTree tree = new ProjectionTree(REACH);
        short[][] points = new short[count][DIMENSIONS];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < DIMENSIONS; j++) {
                points[i][j] = (short) (random.nextInt(2 * spread) - spread);
            }
            tree.add(points[i], 0, new UUID(0, i));
        }
        int within = 0;
        for (int i = 0; i < 300; i++) {
            // At every distance around the reach, in every direction.
            short[] from =
                    away(points[random.nextInt(count)], Math.sqrt(REACH) * (0.9 + 0.2 * random.nextDouble()), random);
            List<UUID> expected = new ArrayList<>();
            for (int j = 0; j < count; j++) {
                if (squares(points[j], from) <= REACH) {
                    expected.add(new UUID(0, j));
                }
            }
            List<UUID> found = new ArrayList<>();
            tree.search(from, 0, found::add);
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            within += expected.size();
        }
        assertThat(within).isGreaterThan(50);
        assertThat(tree.size()).isEqualTo(count);
    }

    /** One dimension alone as often as all of them. */
    private static short[] away(short[] point, double distance, Random random) {
        double[] direction = new double[DIMENSIONS];
        int only = random.nextBoolean() ? random.nextInt(DIMENSIONS) : -1;
        double length = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            direction[i] = only < 0 || only == i ? random.nextGaussian() : 0;
            length += direction[i] * direction[i];
        }
        short[] away = new short[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            long value = Math.round(point[i] + direction[i] / Math.sqrt(length) * distance);
            away[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        }
        return away;
    }

    private static long squares(short[] one, short[] other) {
        long sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            long difference = one[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }
}
