package nudge.labeller.web.people;

import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;

/** A person's new password, and the one that they have. */
record PasswordBody(Secret current, Secret password) {
    static PasswordBody of(JsonFields json) {
        return new PasswordBody(new Secret(json.text("current")), new Secret(json.text("password")));
    }
}
