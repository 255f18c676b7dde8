package orderstore.api.security;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes one operator key on a database that has no key at all, before the first request can come. */
@Component
@EnableConfigurationProperties(OperatorKeySettings.class)
class FirstOperatorKey implements SmartInitializingSingleton {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final OperatorKeyFile file;

    FirstOperatorKey(JdbcClient jdbc, TransactionOperations transactions, OperatorKeySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.file = new OperatorKeyFile(settings.operatorKeyFile());
    }

    @Override
    public void afterSingletonsInstantiated() {
        var secret = isNoKeyThere() ? transactions.execute(transaction -> makeUnlessAnotherNodeDid()) : null;
        if (secret != null) {
            System.out.println("Operator key: " + secret.text() + " (also in " + file.path() + ")");
        }
    }

    private @Nullable KeySecret makeUnlessAnotherNodeDid() {
        jdbc.sql("lock table api_key in exclusive mode").update(); // Nodes that start at once take turns here.
        if (!isNoKeyThere()) {
            return null;
        }
        var secret = file.readOrMake(); // On disk before the row is: a key that nobody knows would lock all out.
        insert(secret);
        return secret;
    }

    private boolean isNoKeyThere() {
        return jdbc.sql("select not exists (select from api_key)")
                .query(Boolean.class)
                .single();
    }

    private void insert(KeySecret secret) {
        jdbc.sql("""
                        insert into api_key (name, sha256, roles, created_by)
                        values ('operator', :sha256, '{operator}', 'first start')
                        """).param("sha256", secret.hash().bytes()).update();
    }
}
