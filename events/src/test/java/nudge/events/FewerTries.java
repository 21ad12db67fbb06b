package nudge.events;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Bounds the tries of every property by the system property {@code nudge.test.tries}, if it is there: where tests run
 * hundreds of times, as they do for mutations, a tenth of the tries finds as much.
 */
public final class FewerTries implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Integer most = Integer.getInteger("nudge.test.tries");
        if (most != null) {
            context.attributes()
                    .setTries(Math.min(most, context.attributes().tries().orElse(most)));
        }
        return property.execute();
    }

    /** Outside all other hooks: before the property is started. */
    @Override
    public int aroundPropertyProximity() {
        return -1_000;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
