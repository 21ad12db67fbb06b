package nudge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerTeamTest {
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    @Test
    void every_share_of_every_phase_is_done_once_and_before_run_returns() {
        AtomicIntegerArray done = new AtomicIntegerArray(4);
        try (WorkerTeam<Integer> team = new WorkerTeam<>(4, (phase, share) -> done.addAndGet(share, phase))) {
            int sum = 0;
            for (int phase = 1; phase <= 20_000; phase++) {
                team.run(phase % 7);
                sum += phase % 7;
                for (int share = 0; share < 4; share++) {
                    assertThat(done.get(share)).isEqualTo(sum);
                }
            }
        }
    }

    @Test
    void an_idle_team_parks_and_a_closed_one_ends() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WorkerTeam<Integer> team = new WorkerTeam<>(2, (phase, share) -> {});
        Thread other = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("nudge-sgd-1") && !before.contains(thread))
                .findFirst()
                .orElseThrow();
        team.run(0);
        await(other, Thread.State.WAITING);
        team.close();
        await(other, Thread.State.TERMINATED);
        assertThat(other.getState()).isEqualTo(Thread.State.TERMINATED);
    }

    @Test
    void a_share_that_fails_fails_the_run() {
        try (WorkerTeam<Integer> team = new WorkerTeam<>(2, (phase, share) -> {
            if (share == 1) {
                throw new IllegalArgumentException("broken");
            }
        })) {
            assertThatThrownBy(() -> team.run(0)).hasRootCauseMessage("broken");
        }
    }

    private static void await(Thread thread, Thread.State state) {
        long start = System.nanoTime();
        while (thread.getState() != state && System.nanoTime() - start < DEADLINE_NANOS) {
            Thread.onSpinWait();
        }
        assertThat(thread.getState()).isEqualTo(state);
    }
}
