package orderstore.api.verification;

import javax.sql.DataSource;
import orderstore.eventlog.verification.LogVerification;
import orderstore.eventlog.verification.Verifications;
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
        return new LogVerification(database, WORKERS);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Verifications verifications(DataSource database, LogVerification log) {
        return new Verifications(database, log);
    }
}
