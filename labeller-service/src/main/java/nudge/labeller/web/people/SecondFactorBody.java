package nudge.labeller.web.people;

import nudge.labeller.web.http.BadRequestException;
import nudge.labeller.web.http.JsonFields;
import nudge.settings.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a sign-in goes on behind the password.
 *
 * @param challenge that the password was answered with
 * @param credential what a passkey answered, or null for a recovery code
 */
record SecondFactorBody(
        Secret challenge,
        @Nullable JsonNode credential,
        @Nullable Secret code) {
    static SecondFactorBody of(JsonFields json) {
        Secret challenge = new Secret(json.text("challenge"));
        if (json.json().path("credential").isObject()) {
            return new SecondFactorBody(challenge, json.json().get("credential"), null);
        }
        if (!json.isText("code")) {
            throw new BadRequestException(
                    "expected credential, a passkey's answer, or code, a recovery code; got neither");
        }
        return new SecondFactorBody(challenge, null, new Secret(json.text("code")));
    }
}
