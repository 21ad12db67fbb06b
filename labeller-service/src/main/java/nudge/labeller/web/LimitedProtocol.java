package nudge.labeller.web;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/** HTTP over connections that are limited. Tomcat makes it by its name. */
public final class LimitedProtocol extends Http11NioProtocol {
    private Duration longestStart = Duration.ofDays(1);
    private @Nullable ScheduledFuture<?> watch;

    public LimitedProtocol() {
        super(new LimitedEndpoint());
    }

    void limit(OpenConnections mostConnections, Duration longest, DataRate leastOfAnswers) {
        longestStart = longest;
        ((LimitedEndpoint) getEndpoint()).limit(mostConnections, leastOfAnswers);
    }

    @Override
    public void start() throws Exception {
        super.start();
        watch = getUtilityExecutor()
                .scheduleWithFixedDelay(
                        () -> ((LimitedEndpoint) getEndpoint()).closeSlowStarts(longestStart), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.cancel(false);
        }
        super.stop();
    }
}
