package nudge.standalone;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/**
 * Gives a test class its {@link TestServers} or its {@link Deployment}, one for all its tests: in containers where a Docker
 * engine answers, embedded elsewhere. Says which. {@code -Dnudge.containers=required} makes a missing engine a failure, and
 * {@code never} does without one.
 */
final class ContainersOrEmbedded implements ParameterResolver {
    private static final String PROPERTY = "nudge.containers";

    private enum Wish {
        AUTO,
        REQUIRED,
        NEVER
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestServers.class || type == Deployment.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        String test = context.getRequiredTestClass().getSimpleName();
        ExtensionContext ofClass = context.getParent().orElse(context);
        return ofClass.getStore(ExtensionContext.Namespace.create(ContainersOrEmbedded.class, test))
                .computeIfAbsent(type, wanted -> start(wanted, test));
    }

    private static AutoCloseable start(Class<?> wanted, String test) {
        boolean containers = containers();
        AutoCloseable started = wanted == Deployment.class
                ? (containers ? ComposeDeployment.start() : ProcessDeployment.start())
                : (containers ? TestServers.inContainers() : TestServers.embedded());
        System.out.println("nudge: " + test + " runs on " + started);
        return started;
    }

    private static boolean containers() {
        Wish wish = Wish.valueOf(System.getProperty(PROPERTY, "auto").toUpperCase(Locale.ROOT));
        boolean answers = wish != Wish.NEVER && DockerClientFactory.instance().isDockerAvailable();
        if (wish == Wish.REQUIRED && !answers) {
            throw new IllegalStateException("expected a Docker engine that answers, because -D" + PROPERTY
                    + "=required, got none: start one, or leave the property out to test on embedded servers");
        }
        return answers;
    }
}
