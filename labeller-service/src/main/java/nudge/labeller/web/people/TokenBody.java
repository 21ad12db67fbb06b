package nudge.labeller.web.people;

import nudge.labeller.access.Role;
import nudge.labeller.web.http.JsonFields;

/** A token that is to be made. */
record TokenBody(String name, Role role, int days) {
    private static final int MOST_DAYS = 366;

    static TokenBody of(JsonFields json) {
        return new TokenBody(json.text("name"), Role.of(json.text("role")), json.wholeNumber("days", 1, MOST_DAYS));
    }
}
