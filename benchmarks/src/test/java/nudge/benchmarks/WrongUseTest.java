package nudge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import nudge.standalone.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WrongUseTest {
    @Test
    void a_log_without_images_for_tasks_is_refused() {
        assertThat(refusal(new GrowthBench(), "--images", "60000,5"))
                .isEqualTo("nudge: expected --images to be from 2000 to 100000000 each, got 5");
        assertThat(refusal(new GrowthBench(), "--labelled", "100"))
                .isEqualTo("nudge: expected --labelled to be from 1 to 95, got 100");
    }

    @Test
    void fewer_schedules_than_one_are_refused() {
        assertThat(refusal(new FaultsBench(), "--count", "0"))
                .isEqualTo("nudge: expected --count to be at least 1, got 0");
    }

    private static String refusal(Callable<Integer> bench, String... arguments) {
        StringWriter said = new StringWriter();
        int exit = Main.run(new CommandLine(bench))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
        assertThat(exit).isEqualTo(2);
        return said.toString().strip();
    }
}
