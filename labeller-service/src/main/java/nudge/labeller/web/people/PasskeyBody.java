package nudge.labeller.web.people;

import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;
import tools.jackson.databind.JsonNode;

/**
 * A passkey that a browser has made.
 *
 * @param label what its person calls it
 */
record PasskeyBody(Secret challenge, String label, JsonNode credential) {
    static PasskeyBody of(JsonFields json) {
        if (!json.json().path("credential").isObject()) {
            throw new BadRequestException("expected credential to be what the browser made, got something else");
        }
        return new PasskeyBody(
                new Secret(json.text("challenge")),
                json.text("label"),
                json.json().get("credential"));
    }
}
