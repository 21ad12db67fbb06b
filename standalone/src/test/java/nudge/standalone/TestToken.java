package nudge.standalone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** An administrator's token for programs, put where the labeller keeps tokens: as its digest. */
final class TestToken {
    private static final String SECRET = "nudge_a-token-of-the-tests";

    private TestToken() {}

    /** The token; made when it is first asked for. */
    static String in(Connection database) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("""
                INSERT INTO nudge.token (id, secret, name, role, made, expires)
                VALUES ('7e57a000-0000-8000-8000-000000000000', ?, 'Tests', 'admin', now(), now() + interval '1 day')
                ON CONFLICT DO NOTHING""")) {
            insert.setBytes(1, MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
            return SECRET;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
