package nudge.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ImageIndexTest {
    /** More than the chunks that are there at the beginning hold; each table grows several times. */
    private static final int MANY = 70_000;

    @Test
    void each_of_many_random_ids_is_found_by_its_number() {
        Random random = new Random(1);
        UUID[] ids = new UUID[MANY + 1000];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = new UUID(random.nextLong(), random.nextLong());
        }
        checkMany(i -> ids[i]);
    }

    @Test
    void each_of_many_ids_that_a_counter_gave_is_found_by_its_number() {
        checkMany(MadeUpImages::image);
    }

    private static void checkMany(IntFunction<UUID> ids) {
        ImageIndex index = new ImageIndex();
        for (int i = 0; i < MANY; i++) {
            assertThat(index.add(ids.apply(i))).isEqualTo(i);
        }
        assertThat(index.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(index.find(ids.apply(i))).isEqualTo(i);
        }
        for (int i = MANY; i < MANY + 1000; i++) {
            assertThat(index.find(ids.apply(i))).isEqualTo(-1);
        }
    }

    @Test
    void ids_that_have_one_half_in_common_are_different_images() {
        ImageIndex index = new ImageIndex();
        index.add(new UUID(1, 2));
        assertThat(index.find(new UUID(1, 3))).isEqualTo(-1);
        assertThat(index.find(new UUID(3, 2))).isEqualTo(-1);
        assertThat(index.add(new UUID(1, 3))).isEqualTo(1);
        assertThat(index.add(new UUID(3, 2))).isEqualTo(2);
        assertThat(index.find(new UUID(1, 2))).isZero();
        assertThat(index.find(new UUID(1, 3))).isEqualTo(1);
        assertThat(index.find(new UUID(3, 2))).isEqualTo(2);
    }
}
