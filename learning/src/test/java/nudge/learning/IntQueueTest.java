package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IntQueueTest {
    @Property(tries = 20)
    void what_goes_in_first_comes_out_first(@ForAll long seed) {
        Random random = new Random(seed);
        IntQueue queue = new IntQueue();
        ArrayDeque<Integer> expected = new ArrayDeque<>();
        for (int turn = 0; turn < 200; turn++) {
            for (int adding = random.nextInt(1000); adding > 0; adding--) {
                int number = random.nextInt();
                queue.add(number);
                expected.add(number);
            }
            for (int removing = Math.min(expected.size(), random.nextInt(1100)); removing > 0; removing--) {
                assertThat(queue.remove()).isEqualTo(expected.remove());
            }
        }
    }
}
