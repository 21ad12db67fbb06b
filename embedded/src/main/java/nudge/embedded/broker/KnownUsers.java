package nudge.embedded.broker;

import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/**
 * Tells a listener by what it knows its users. Kafka makes it by its name, which the broker's settings have. The users stand
 * in the listener's login: the broker's own with {@code username} and {@code password}, others as {@code user_NAME}.
 */
public final class KnownUsers implements AuthenticateCallbackHandler {
    private static final String OTHER = "user_";

    private final Map<String, ScramCredential> known = new HashMap<>();

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> logins) {
        try {
            ScramMechanism scram = ScramMechanism.forMechanismName(mechanism);
            ScramFormatter formatter = new ScramFormatter(scram);
            for (AppConfigurationEntry login : logins) {
                for (Map.Entry<String, String> user : users(login.getOptions()).entrySet()) {
                    known.put(user.getKey(), formatter.generateCredential(user.getValue(), scram.minIterations()));
                }
            }
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("expected a JDK that knows " + mechanism + ": " + missing, missing);
        }
    }

    private static Map<String, String> users(Map<String, ?> login) {
        Map<String, String> users = new HashMap<>();
        users.put(String.valueOf(login.get("username")), String.valueOf(login.get("password")));
        login.forEach((name, value) -> {
            if (name.startsWith(OTHER)) {
                users.put(name.substring(OTHER.length()), String.valueOf(value));
            }
        });
        return users;
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        String name = "";
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback asked) {
                name = asked.getDefaultName();
            } else if (callback instanceof ScramCredentialCallback wanted) {
                // Nobody by that name: Kafka refuses.
                wanted.scramCredential(known.get(name));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
