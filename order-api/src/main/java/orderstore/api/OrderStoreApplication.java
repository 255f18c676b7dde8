package orderstore.api;

import orderstore.api.archive.ChangeLines;
import orderstore.api.launch.Launch;
import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import tools.jackson.databind.json.JsonMapper;

/**
 * The product. Errors and users are its own: no error page beside the problems, no user made up at the start.
 * Axon's update checker would leave a file in the home folder even when it is disabled.
 */
@SpringBootApplication(
        exclude = {
            ErrorMvcAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            UpdateCheckerAutoConfiguration.class
        })
public class OrderStoreApplication {
    public static void main(String[] args) {
        Launch.run(OrderStoreApplication.class, () -> new ChangeLines(JsonMapper.shared()), args);
    }
}
