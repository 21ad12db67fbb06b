package nudge.labeller.web.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many are asked for: the query's parameter of the same name, from 1 to {@code most}. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Limit {
    /** When the query does not say. */
    int usual();

    int most();
}
