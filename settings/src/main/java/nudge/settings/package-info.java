/** How a service reads its environment variables. */
@NullMarked
package nudge.settings;

import org.jspecify.annotations.NullMarked;
