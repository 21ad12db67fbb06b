/** What Postgres says, and what the labeller says when it says nothing. What a table means is not known here. */
@NullMarked
package nudge.labeller.database;

import org.jspecify.annotations.NullMarked;
