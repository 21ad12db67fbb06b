package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import nudge.labeller.RunningLabeller.Answer;

/** What a refused request is answered with. */
public final class ExpectedProblem {
    private ExpectedProblem() {}

    public static void assertProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.detail()).contains(detail);
    }
}
