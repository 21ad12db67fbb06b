package nudge.labeller.web;

import nudge.labeller.access.Role;

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
