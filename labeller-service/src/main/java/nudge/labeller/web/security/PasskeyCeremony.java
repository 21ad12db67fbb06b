package nudge.labeller.web.security;

import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.verifier.exception.VerificationException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nudge.labeller.access.Actor;
import nudge.labeller.access.RefusedAccessException;
import nudge.labeller.access.RefusedAccessException.Reason;
import nudge.labeller.access.SecondFactor.Passkey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one person's passkeys are asked, and whether the answer is good: WebAuthn, as Spring Security has it. A passkey belongs
 * to the name under which the page was open when it was made; an IP address is no name.
 */
public final class PasskeyCeremony {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();

    private final Actor person;
    private final List<Passkey> passkeys;
    private final Webauthn4JRelyingPartyOperations operations;

    /** @param passkeys all of the person's; those of nobody else count */
    public PasskeyCeremony(HttpServletRequest request, Actor person, List<Passkey> passkeys, byte[] challenge) {
        if (!isPossible(request)) {
            throw new RefusedAccessException(
                    Reason.INVALID,
                    "expected a page under a name, such as localhost, got one under an address: passkeys know no addresses");
        }
        this.person = person;
        this.passkeys = passkeys;
        PublicKeyCredentialRpEntity server = PublicKeyCredentialRpEntity.builder()
                .id(request.getServerName().toLowerCase(Locale.ROOT))
                .name("Nudge")
                .build();
        operations = new Webauthn4JRelyingPartyOperations(
                new OnePerson(), new TheirPasskeys(), server, Set.of(origin(request)));
        operations.setCustomizeCreationOptions(options -> options.challenge(new Bytes(challenge)));
        operations.setCustomizeRequestOptions(options -> options.challenge(new Bytes(challenge)));
    }

    /** Whether the page was asked for under a name. */
    public static boolean isPossible(HttpServletRequest request) {
        String host = request.getServerName();
        return !host.contains(":") && !host.matches("[0-9.]+");
    }

    private static String origin(HttpServletRequest request) {
        int usual = request.isSecure() ? 443 : 80;
        int port = request.getServerPort();
        return (request.isSecure() ? "https://" : "http://")
                + request.getServerName().toLowerCase(Locale.ROOT)
                + (port == usual ? "" : ":" + port);
    }

    /** What a browser needs to make a passkey. */
    public JsonNode creation() {
        return MAPPER.valueToTree(creationOptions());
    }

    private PublicKeyCredentialCreationOptions creationOptions() {
        return operations.createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(new ActorAuthentication(person)));
    }

    /** What a browser needs to have one of the passkeys sign. */
    public JsonNode request() {
        return MAPPER.valueToTree(requestOptions());
    }

    private PublicKeyCredentialRequestOptions requestOptions() {
        return operations.createCredentialRequestOptions(
                new ImmutablePublicKeyCredentialRequestOptionsRequest(new ActorAuthentication(person)));
    }

    /** A passkey that was made, and is not stored yet. */
    public record Made(byte[] credential, byte[] attestation, String transports) {}

    /** @throws RefusedAccessException when the answer is not that of a passkey that was made for this challenge and name */
    public Made made(JsonNode answer) {
        PublicKeyCredentialCreationOptions options = creationOptions();
        CredentialRecord record =
                checked(() -> operations.registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                        options,
                        new RelyingPartyPublicKey(
                                MAPPER.readValue(
                                        MAPPER.treeAsTokens(answer),
                                        new TypeReference<PublicKeyCredential<AuthenticatorAttestationResponse>>() {}),
                                "passkey"))));
        return new Made(
                record.getCredentialId().getBytes(),
                Objects.requireNonNull(record.getAttestationObject()).getBytes(),
                record.getTransports().stream()
                        .map(AuthenticatorTransport::getValue)
                        .sorted()
                        .collect(Collectors.joining(",")));
    }

    /**
     * The passkey that has signed.
     *
     * @throws RefusedAccessException when none of the person's has signed this challenge for this name
     */
    public UUID signed(JsonNode answer) {
        PublicKeyCredentialRequestOptions options = requestOptions();
        PublicKeyCredential<AuthenticatorAssertionResponse> credential = checked(() -> {
            PublicKeyCredential<AuthenticatorAssertionResponse> read = MAPPER.readValue(
                    MAPPER.treeAsTokens(answer),
                    new TypeReference<PublicKeyCredential<AuthenticatorAssertionResponse>>() {});
            operations.authenticate(new RelyingPartyAuthenticationRequest(options, read));
            return read;
        });
        return passkey(credential.getRawId()).orElseThrow().id();
    }

    private interface Check<T> {
        T run();
    }

    private static <T> T checked(Check<T> check) {
        try {
            return check.run();
        } catch (VerificationException
                | DataConversionException
                | JacksonException
                | IllegalArgumentException
                | NullPointerException refused) {
            throw new RefusedAccessException(Reason.NOT_LET_IN, "the passkey's answer is not good: begin again");
        }
    }

    private Optional<Passkey> passkey(Bytes credential) {
        return passkeys.stream()
                .filter(each -> Arrays.equals(each.credential(), credential.getBytes()))
                .findFirst();
    }

    private Bytes idOfPerson() {
        return new Bytes(ByteBuffer.allocate(16)
                .putLong(person.id().getMostSignificantBits())
                .putLong(person.id().getLeastSignificantBits())
                .array());
    }

    /** The person, as an authenticator shows them. */
    private final class OnePerson implements PublicKeyCredentialUserEntityRepository {
        @Override
        public PublicKeyCredentialUserEntity findById(Bytes id) {
            return ImmutablePublicKeyCredentialUserEntity.builder()
                    .id(idOfPerson())
                    .name(person.name())
                    .displayName(person.name())
                    .build();
        }

        @Override
        public PublicKeyCredentialUserEntity findByUsername(String name) {
            return findById(idOfPerson());
        }

        @Override
        public void save(PublicKeyCredentialUserEntity entity) {}

        @Override
        public void delete(Bytes id) {}
    }

    /** The person's passkeys; what is to be stored, {@link nudge.labeller.access.SecondFactor} stores. */
    private final class TheirPasskeys implements UserCredentialRepository {
        @Override
        public void delete(Bytes credential) {}

        @Override
        public void save(CredentialRecord record) {}

        @Override
        public @Nullable CredentialRecord findByCredentialId(Bytes credential) {
            return passkey(credential).map(this::record).orElse(null);
        }

        @Override
        public List<CredentialRecord> findByUserId(Bytes person) {
            return passkeys.stream().map(this::record).toList();
        }

        private CredentialRecord record(Passkey passkey) {
            return ImmutableCredentialRecord.builder()
                    .userEntityUserId(idOfPerson())
                    .credentialId(new Bytes(passkey.credential()))
                    .attestationObject(new Bytes(passkey.attestation()))
                    .transports(Stream.of(passkey.transports().split(","))
                            .filter(transport -> !transport.isEmpty())
                            .map(AuthenticatorTransport::valueOf)
                            .collect(Collectors.toSet()))
                    .label(passkey.label())
                    .build();
        }
    }
}
