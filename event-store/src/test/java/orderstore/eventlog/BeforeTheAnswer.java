package orderstore.eventlog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes a database with which something happens between its doing what the first query asks and the answer. */
final class BeforeTheAnswer {

    private BeforeTheAnswer() {}

    /** What happens, such as that the answer is lost. */
    interface Happening {
        void run() throws SQLException;
    }

    static DataSource database(DataSource real, Happening happening) {
        var happened = new AtomicBoolean();
        return proxy(
                DataSource.class,
                real,
                (method, result) -> result instanceof Connection connection
                        ? proxy(
                                Connection.class,
                                connection,
                                (prepare, statement) -> statement instanceof PreparedStatement query
                                        ? proxy(PreparedStatement.class, query, (execute, rows) -> {
                                            if (execute.getName().equals("executeQuery")
                                                    && happened.compareAndSet(false, true)) {
                                                happening.run();
                                            }
                                            return rows;
                                        })
                                        : statement)
                        : result);
    }

    private interface After {
        @Nullable
        Object apply(Method method, @Nullable Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return after.apply(method, method.invoke(real, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
