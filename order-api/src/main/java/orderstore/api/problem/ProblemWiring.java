package orderstore.api.problem;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.DefaultRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;

@Configuration(proxyBeanMethods = false)
class ProblemWiring {
    @Bean
    ProblemResolver problemResolver() {
        return new ProblemResolver();
    }

    @Bean
    FilterRegistrationBean<ProblemFilter> problemFilter() {
        var filter = new FilterRegistrationBean<>(new ProblemFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2); // Within the trace and the metrics, around all else.
        filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        return filter;
    }

    @Bean
    FilterRegistrationBean<AcceptFilter> acceptFilter() {
        var filter = new FilterRegistrationBean<>(new AcceptFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 3); // Within the problems.
        return filter;
    }

    /** Throws, so that what the firewall rejects takes the way of all problems. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return new DefaultRequestRejectedHandler();
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemValve() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.getPipeline().addValve(new ProblemValve());
                host.setErrorReportValveClass(ProblemValve.class.getName()); // Or Tomcat would add its own.
            }
        });
    }
}
