package orderstore.api.bulk;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BulkWiring {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> arrivedBytes() {
        return tomcat ->
                tomcat.addContextCustomizers(context -> context.getPipeline().addValve(new ArrivedBytes.Valve()));
    }
}
