/** The web's edge, HTTP in and HTTP out: the server, its settings, the pages and what operators watch. Spring stays here. */
@NullMarked
package nudge.labeller.web;

import org.jspecify.annotations.NullMarked;
