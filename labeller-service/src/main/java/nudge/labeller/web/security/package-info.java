/** Who makes a request, and whether they may: it passes here before any route. */
@NullMarked
package nudge.labeller.web.security;

import org.jspecify.annotations.NullMarked;
