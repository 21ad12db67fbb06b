package nudge.labeller.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import nudge.events.Split;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageSearch.Filter;
import nudge.labeller.image.ImageSearch.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class ImageSearchTest {
    private static TestStore store;
    private static ImageQueries queries;

    @BeforeAll
    static void open() {
        store = new TestStore();
        queries = new ImageQueries(new Database(store.database()));
        store.scatter(5, 150, 4_000);
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    @Test
    void the_pages_together_are_all_images_that_match_those_first_to_which_something_happened_last() {
        UUID annotator = new UUID(5, 2);
        List.of(
                        found(new Filter(null, null, null, null), "true"),
                        found(new Filter(7, null, null, null), "digit = 7"),
                        found(new Filter(null, null, Split.HELD_OUT, null), "split = 'held-out'"),
                        found(new Filter(null, annotator, null, null), "labels::text LIKE '%" + annotator + "%'"),
                        found(new Filter(null, null, null, State.OPEN), "NOT rejected AND digit IS NULL"),
                        found(new Filter(null, null, null, State.LABELLED), "NOT rejected AND digit IS NOT NULL"),
                        found(new Filter(null, null, null, State.REJECTED), "rejected"),
                        found(
                                new Filter(3, annotator, Split.TRAIN, State.LABELLED),
                                "digit = 3 AND split = 'train' AND labels::text LIKE '%" + annotator + "%'"))
                .forEach(count -> assertThat(count).isPositive());
    }

    /** @return how many match */
    private static int found(Filter filter, String condition) {
        List<String> images = new ArrayList<>();
        for (Long before = Long.MAX_VALUE; before != null; ) {
            ImageSearch.Page page = queries.browse(filter, before, 7);
            assertThat(page.images()).hasSizeLessThanOrEqualTo(7);
            page.images().forEach(found -> images.add(found.id().toString()));
            before = page.next();
        }
        assertThat(String.join(",", images))
                .isEqualTo(store.query("SELECT string_agg(image::text, ',' ORDER BY position DESC) FROM image_state"
                        + " WHERE " + condition));
        return images.size();
    }
}
