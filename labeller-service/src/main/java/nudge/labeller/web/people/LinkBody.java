package nudge.labeller.web.people;

import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;

/** The secret of a one-time link. */
record LinkBody(Secret secret) {
    static LinkBody of(JsonFields json) {
        return new LinkBody(new Secret(json.text("secret")));
    }
}
