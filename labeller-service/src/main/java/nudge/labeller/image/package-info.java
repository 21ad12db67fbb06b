/** An image, from the day it is added: what may happen to it, and what has. Knows no Spring, no HTTP and no database. */
@NullMarked
package nudge.labeller.image;

import org.jspecify.annotations.NullMarked;
