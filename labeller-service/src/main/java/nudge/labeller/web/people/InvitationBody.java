package nudge.labeller.web.people;

import nudge.labeller.access.Role;
import nudge.labeller.web.http.JsonFields;

/**
 * Who is invited.
 *
 * @param note for whom it is; may be empty
 */
record InvitationBody(Role role, String note) {
    static InvitationBody of(JsonFields json) {
        return new InvitationBody(Role.of(json.text("role")), json.text("note", ""));
    }
}
