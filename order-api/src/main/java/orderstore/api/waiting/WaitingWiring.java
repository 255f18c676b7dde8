package orderstore.api.waiting;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import orderstore.api.limits.RequestsAtOnce;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class WaitingWiring {

    @Bean
    WaitingRequests waitingRequests(RequestsAtOnce underWay, MeterRegistry metrics) {
        var waiting = new WaitingRequests(new TakingUp(underWay));
        Gauge.builder("orderstore.requests.waiting", waiting, WaitingRequests::count)
                .description("Requests that wait on this node, which are not under way meanwhile")
                .register(metrics);
        return waiting;
    }

    @Bean
    WaitingServer waitingServer() {
        return new WaitingServer();
    }

    /** Around all other valves, one of which may change the headers that a proxy has sent until it is done. */
    static final class WaitingServer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

        @Override
        public void customize(TomcatWebServerFactory tomcat) {
            tomcat.addEngineValves(new WaitingValve());
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }
}
