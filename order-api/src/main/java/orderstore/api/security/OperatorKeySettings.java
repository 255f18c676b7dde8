package orderstore.api.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the first start.
 *
 * @param operatorKeyFile where the key that the first start makes is written, readable by its owner alone. A file that
 *     is there already and holds a key, out of reach of others, gives that key instead. Default {@code ./data/operator.key}
 */
@ConfigurationProperties("orderstore")
record OperatorKeySettings(
        @DefaultValue("./data/operator.key") Path operatorKeyFile) {}
