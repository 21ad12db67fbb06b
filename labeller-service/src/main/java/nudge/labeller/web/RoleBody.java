package nudge.labeller.web;

import nudge.labeller.access.Role;

/** A person's new role. */
record RoleBody(Role role) {
    static RoleBody of(JsonFields json) {
        return new RoleBody(Role.of(json.text("role")));
    }
}
