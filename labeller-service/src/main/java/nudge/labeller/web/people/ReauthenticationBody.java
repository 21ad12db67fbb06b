package nudge.labeller.web.people;

import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;

/** A person's current password, once more; empty for those who have none. */
record ReauthenticationBody(Secret current) {
    static ReauthenticationBody of(JsonFields json) {
        return new ReauthenticationBody(new Secret(json.text("current")));
    }
}
