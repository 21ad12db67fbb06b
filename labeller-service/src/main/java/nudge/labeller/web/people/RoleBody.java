package nudge.labeller.web.people;

import nudge.labeller.access.Role;
import nudge.labeller.web.http.JsonFields;

/** A person's new role. */
record RoleBody(Role role) {
    static RoleBody of(JsonFields json) {
        return new RoleBody(Role.of(json.text("role")));
    }
}
