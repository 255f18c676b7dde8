package orderstore.api.security;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Ends the servers that tests share after the last test, while there is a database. They would end with the JVM, as the
 * database does, and a server whose database is gone needs many seconds to end.
 */
final class EndingServers implements BeforeAllCallback {

    private static final Namespace OURS = Namespace.create(EndingServers.class);

    @Override
    public void beforeAll(ExtensionContext test) {
        test.getRoot()
                .getStore(OURS)
                .computeIfAbsent(Servers.class)
                .contexts
                .add(SpringExtension.getApplicationContext(test));
    }

    static final class Servers implements AutoCloseable {

        private final Set<ApplicationContext> contexts = Collections.newSetFromMap(new WeakHashMap<>());

        @Override
        public void close() {
            contexts.forEach(context -> ((ConfigurableApplicationContext) context).close());
        }
    }
}
