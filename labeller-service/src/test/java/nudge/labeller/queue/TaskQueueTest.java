package nudge.labeller.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import nudge.labeller.TestStore;
import nudge.labeller.database.Database;
import nudge.labeller.image.ImageCommand.RetractLabel;
import nudge.labeller.image.ImageCommand.Skip;
import nudge.labeller.image.ImageRequest;
import nudge.labeller.queue.TaskQueue.Candidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class TaskQueueTest {
    private static final UUID ANNA = UUID.randomUUID();
    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void no_two_callers_get_the_same_task() throws Exception {
        add(400);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMinutes(5));
        Set<UUID> handedOut = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<Integer>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(pool.submit(() -> {
                int got = 0;
                for (List<Task> tasks = queue.lease(3); !tasks.isEmpty(); tasks = queue.lease(3)) {
                    for (Task task : tasks) {
                        assertThat(handedOut.add(task.image())).isTrue();
                        got++;
                    }
                }
                return got;
            }));
        }
        int all = 0;
        for (Future<Integer> caller : callers) {
            all += caller.get(30, TimeUnit.SECONDS);
        }
        pool.shutdown();
        assertThat(all).isEqualTo(400);
    }

    @Test
    void a_lease_of_before_the_databases_clock_was_put_back_returns_as_well() {
        add(1);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMinutes(5));
        UUID image = queue.lease(1).get(0).image();
        assertThat(queue.lease(1)).isEmpty();
        store.owner("UPDATE task SET expires = now() + interval '2 days'");
        assertThat(queue.lease(1)).extracting(Task::image).containsExactly(image);
    }

    @Test
    void an_expired_lease_returns_to_its_old_place() {
        add(3);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMillis(300));
        UUID first = queue.lease(1).get(0).image();
        assertThat(queue.lease(1).get(0).image()).isNotEqualTo(first);
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        queue.lease(1).stream().anyMatch(task -> task.image().equals(first)));
    }

    @Test
    void skipped_images_come_last_and_a_label_closes_the_task() {
        add(3);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMinutes(5));
        Task skipped = queue.lease(1).get(0);
        store.submit(ANNA, skipped.image(), new Skip());
        Task labelled = queue.lease(1).get(0);
        store.submit(new ImageRequest(ANNA, null, labelled.image(), labelled.version(), TestStore.label(7)));
        Task third = queue.lease(1).get(0);
        Task last = queue.lease(1).get(0);
        assertThat(last.image()).isEqualTo(skipped.image());
        assertThat(last.version()).isEqualTo(2);
        assertThat(Set.of(skipped.image(), labelled.image(), third.image())).hasSize(3);
        assertThat(queue.lease(1)).isEmpty();
        assertThat(store.query("SELECT count(*) FROM task WHERE image = '" + labelled.image() + "'"))
                .isEqualTo("0");
    }

    @Test
    void an_undone_label_brings_the_task_back() {
        UUID image = store.add(1);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMinutes(5));
        store.submit(ANNA, image, TestStore.label(7));
        assertThat(queue.lease(1)).isEmpty();
        store.submit(ANNA, image, new RetractLabel());
        Task again = queue.lease(1).get(0);
        assertThat(again.image()).isEqualTo(image);
        assertThat(again.version()).isEqualTo(5);
        assertThat(again.pixels()).isEqualTo(TestStore.pixels(1).bytes());
    }

    @Test
    void candidates_are_looked_through_in_parts_to_the_last_one_and_without_those_that_somebody_holds() {
        add(25);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMinutes(5));
        List<UUID> held = queue.lease(3).stream().map(Task::image).toList();
        List<UUID> looked = new ArrayList<>();
        List<Candidate> part = queue.candidates(Candidate.BEFORE_FIRST, 10);
        while (!part.isEmpty()) {
            part.forEach(candidate -> looked.add(candidate.image()));
            part = queue.candidates(part.get(part.size() - 1), 10);
        }
        assertThat(looked).hasSize(22).doesNotHaveDuplicates().doesNotContainAnyElementsOf(held);
        assertThat(queue.lease(30).stream().map(Task::image)).containsExactlyElementsOf(looked);
    }

    @Test
    void an_image_whose_lease_has_expired_is_a_candidate_again() {
        add(1);
        TaskQueue queue = new TaskQueue(new Database(store.database()), Duration.ofMillis(300));
        queue.lease(1);
        assertThat(queue.candidates(Candidate.BEFORE_FIRST, 10)).isEmpty();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> queue.candidates(Candidate.BEFORE_FIRST, 10).size() == 1);
    }

    private void add(int images) {
        for (int i = 0; i < images; i++) {
            store.add(i);
        }
    }
}
