package nudge.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainCommandTest {
    @Test
    void help_names_the_defaults() {
        String help = new CommandLine(new TrainCommand())
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .replaceAll("\\s+", " ");
        assertThat(help)
                .contains("--activation=NAME Default: sigmoid.")
                .contains("--batch=N Examples per step. Default: 100.")
                .contains("--cost=NAME Default: squared-error.")
                .contains("--epochs=N Default: 30.")
                .contains("--init=NAME Default: scaled-normal.")
                .contains("--layers=SIZES Default: 784,16,16,10.")
                .contains("--momentum=M Default: 0.0.")
                .contains("--rate=R Learning rate. Default: 3.0.")
                .contains("--seed=S Gives the first weights and the shuffles. Default: 1.")
                .contains("--threads=N They never change the weights. Default: 1.");
    }

    @Test
    void an_unknown_name_is_refused_with_those_that_are_known() {
        TrainCommand command = new TrainCommand();
        new CommandLine(command).parseArgs("--data", "mnist", "--cost", "money");
        assertThatThrownBy(command::call)
                .isInstanceOf(WrongUseException.class)
                .hasMessage("expected --cost to be one of squared-error, cross-entropy, got money");
    }
}
