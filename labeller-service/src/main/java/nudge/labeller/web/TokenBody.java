package nudge.labeller.web;

import nudge.labeller.access.Role;

/** A token that is to be made. */
record TokenBody(String name, Role role, int days) {
    private static final int MOST_DAYS = 366;

    static TokenBody of(JsonFields json) {
        return new TokenBody(json.text("name"), Role.of(json.text("role")), json.wholeNumber("days", 1, MOST_DAYS));
    }
}
