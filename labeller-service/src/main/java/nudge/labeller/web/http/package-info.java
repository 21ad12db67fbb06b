/** What all routes have in common: reading requests with clear refusals, and one form of errors. */
@NullMarked
package nudge.labeller.web.http;

import org.jspecify.annotations.NullMarked;
