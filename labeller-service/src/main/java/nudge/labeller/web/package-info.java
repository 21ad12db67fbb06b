/** The web's edge: HTTP in, HTTP out. Spring stays here. */
@NullMarked
package nudge.labeller.web;

import org.jspecify.annotations.NullMarked;
