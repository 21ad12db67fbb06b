package nudge.labeller.log;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections of no database: what is asked of them is written down, and may fail. */
final class RecordedConnections {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile @Nullable String failing;
    private volatile @Nullable SQLException failure;

    /** In order: begin, commit, rollback, close. */
    List<String> calls() {
        return calls;
    }

    /** From here on. */
    void fail(String call, SQLException with) {
        failure = with;
        failing = call;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return connection();
        });
    }

    private Connection connection() {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            String call = method.getName();
            if (call.equals("setAutoCommit") && arguments[0].equals(false)) {
                call = "begin";
            } else if (!List.of("commit", "rollback", "close").contains(call)) {
                throw new UnsupportedOperationException(call);
            }
            calls.add(call);
            if (call.equals(failing)) {
                throw failure;
            }
            return null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
