package nudge.labeller.web.people;

import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;

/** Name and password of somebody who signs in. */
record SignInBody(String name, Secret password) {
    static SignInBody of(JsonFields json) {
        return new SignInBody(json.text("name"), new Secret(json.text("password")));
    }
}
