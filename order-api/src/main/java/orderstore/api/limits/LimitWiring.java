package orderstore.api.limits;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
class LimitWiring {

    @Bean
    FilterRegistrationBean<TimedBodies> timedBodies(LimitSettings settings) {
        var filter = new FilterRegistrationBean<>(new TimedBodies(settings.bodyWithin()));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 4); // Within the problems, around whoever reads.
        return filter;
    }

    @Bean
    FilterRegistrationBean<NoPreflight> noPreflight() {
        var filter = new FilterRegistrationBean<>(new NoPreflight());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> timedHttp(LimitSettings settings) {
        return tomcat -> {
            tomcat.addEngineValves(new UnreadBodies(settings.bodyWithin()));
            tomcat.setProtocol(TimedHttp.class.getName());
            tomcat.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof TimedHttp http) {
                    http.setHeadersWithin(settings.headersWithin());
                }
            });
        };
    }
}
