/** Who may come in, and what they may do: people, roles, sessions, tokens. Knows no HTTP. */
@NullMarked
package nudge.labeller.access;

import org.jspecify.annotations.NullMarked;
