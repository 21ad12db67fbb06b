package nudge.benchmarks.log;

import java.util.List;
import java.util.UUID;

/**
 * Which label comes next while a crowd labels: each image gets two, of different people, and the second one some time after the
 * first; one label in twenty is of gold. All are right, so that two settle an image.
 */
final class CrowdTurns {
    /** Half of them give first labels, the others second ones. */
    static final int PEOPLE = 16;

    static final int GOLD_EVERY = 20;
    /** So many images have their first label and wait for the second. */
    static final int WAITING = 500;

    private final List<UUID> images;
    private final List<UUID> gold;

    /** @param gold images, of which the i-th shows the last digit of i */
    CrowdTurns(List<UUID> images, List<UUID> gold) {
        this.images = images;
        this.gold = gold;
    }

    /** @param person from 0 to {@link #PEOPLE}, exclusive */
    record Turn(UUID image, int digit, int person) {}

    /** @param label its number, from 0 on; each is given once */
    Turn turn(int label) {
        if (label % GOLD_EVERY == 0) {
            int number = label / GOLD_EVERY;
            // Other people for the same image in the next round.
            return new Turn(
                    gold.get(number % gold.size()),
                    number % gold.size() % 10,
                    (number + number / gold.size()) % PEOPLE);
        }
        int ordinary = label - label / GOLD_EVERY - 1;
        boolean second = ordinary % 2 == 1;
        int image = Math.floorMod(ordinary / 2 - (second ? WAITING : 0), images.size());
        return new Turn(images.get(image), image % 10, image % (PEOPLE / 2) + (second ? PEOPLE / 2 : 0));
    }
}
