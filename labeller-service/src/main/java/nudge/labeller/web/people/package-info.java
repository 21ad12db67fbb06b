/** Routes of people and programs: sessions, invitations, roles, tokens, and who did what. */
@NullMarked
package nudge.labeller.web.people;

import org.jspecify.annotations.NullMarked;
