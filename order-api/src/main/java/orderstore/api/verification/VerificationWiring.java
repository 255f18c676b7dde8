package orderstore.api.verification;

import javax.sql.DataSource;
import orderstore.eventlog.verification.LogVerification;
import orderstore.eventlog.verification.StateCheck;
import orderstore.eventlog.verification.Verifications;
import orderstore.order.wire.RetoldOrder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerificationWiring {

    /** With what the server does for them they keep four cores busy. */
    private static final int WORKERS = 2;

    @Bean
    @DependsOnDatabaseInitialization
    LogVerification logVerification(DataSource database) {
        return new LogVerification(database, VerificationWiring::foldedAgain, WORKERS);
    }

    private static StateCheck foldedAgain() {
        var order = new RetoldOrder();
        return new StateCheck(order::add, order::flaw);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Verifications verifications(DataSource database, LogVerification log) {
        return new Verifications(database, log);
    }
}
