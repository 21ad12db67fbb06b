package nudge.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that shows one of the given certificates, under whatever name it is reached, and servers whose
 * certificate one of them has signed, under their names. Nobody else.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final List<Certificate> given;
    private final X509ExtendedTrustManager signed;

    private PinnedTrust(List<Certificate> given, X509ExtendedTrustManager signed) {
        this.given = given;
        this.signed = signed;
    }

    /**
     * Trusts the certificates of a text.
     *
     * @param pem may hold other things, too
     * @throws IllegalArgumentException when there is no certificate in it
     */
    static SSLContext in(String pem) {
        try {
            List<Certificate> given = new ArrayList<>();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Matcher block = CERTIFICATE.matcher(pem); block.find(); ) {
                byte[] text = block.group().getBytes(StandardCharsets.US_ASCII);
                given.add(factory.generateCertificate(new ByteArrayInputStream(text)));
                store.setCertificateEntry("certificate-" + given.size(), given.get(given.size() - 1));
            }
            if (given.isEmpty()) {
                throw new IllegalArgumentException("expected a certificate in PEM form, got none");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(store);
            PinnedTrust trust = new PinnedTrust(given, (X509ExtendedTrustManager) managers.getTrustManagers()[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(
                    "expected a certificate in PEM form, got one that cannot be read: " + unusable.getMessage(),
                    unusable);
        }
    }

    /** The first certificate of a PEM file's text, which is the server's own; a private key stays behind. */
    static String first(String pem) {
        Matcher block = CERTIFICATE.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("expected a certificate in PEM form, got none");
        }
        return block.group();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (!given.contains(chain[0])) {
            signed.checkServerTrusted(chain, type, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!given.contains(chain[0])) {
            signed.checkServerTrusted(chain, type, socket);
        }
    }

    /** Without a connection there is no name to compare. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!given.contains(chain[0])) {
            throw new CertificateException("expected one of the given certificates, got another");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("expected a server, got a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return signed.getAcceptedIssuers();
    }
}
