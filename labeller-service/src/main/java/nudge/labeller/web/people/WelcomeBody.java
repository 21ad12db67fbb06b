package nudge.labeller.web.people;

import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;

/** What somebody chooses who has a one-time link. */
record WelcomeBody(Secret secret, String name, Secret password) {
    static WelcomeBody of(JsonFields json) {
        return new WelcomeBody(new Secret(json.text("secret")), json.text("name"), new Secret(json.text("password")));
    }
}
