package orderstore.api.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import orderstore.api.launch.StartRefused;
import orderstore.order.model.StatusModel;
import orderstore.order.model.StatusModelException;
import orderstore.order.model.StatusModelYaml;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;

/** Loads the status model that {@code orderstore.status-model} names. */
@Configuration(proxyBeanMethods = false)
class StatusModelLoading {

    private static final String PROPERTY = "orderstore.status-model";
    private static final int MAX_BYTES = 1024 * 1024;

    /** {@code orderstore.status-model}: a {@code file:} or {@code classpath:} location; default: the built-in model. */
    @Bean
    StatusModel statusModel(@Value("${" + PROPERTY + ":classpath:orderstore/order/status-model.yaml}") Resource yaml) {
        try (var input = yaml.getInputStream()) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new StartRefused("The status model at " + yaml.getDescription() + " is larger than " + MAX_BYTES
                        + " bytes. Name another one with " + PROPERTY + ".");
            }
            return StatusModelYaml.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new StartRefused("The status model at " + yaml.getDescription() + " is not encoded in UTF-8.", e);
        } catch (IOException e) {
            throw new StartRefused(
                    "The status model at " + yaml.getDescription() + " cannot be read. Name a readable file with "
                            + PROPERTY + "=file:… or leave it out for the built-in model.",
                    e);
        } catch (StatusModelException e) {
            throw new StartRefused(
                    "The status model at " + yaml.getDescription() + " cannot be used:\n  - "
                            + String.join("\n  - ", e.errors()),
                    e);
        }
    }
}
