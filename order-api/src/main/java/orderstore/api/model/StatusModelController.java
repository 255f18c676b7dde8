package orderstore.api.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orderstore.api.page.QueryParameters;
import orderstore.order.model.Category;
import orderstore.order.model.Status;
import orderstore.order.model.StatusDefinition;
import orderstore.order.model.StatusModel;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the status model in force. */
@RestController
class StatusModelController {

    private final ModelView view;

    StatusModelController(StatusModel model) {
        this.view = ModelView.of(model);
    }

    record ModelView(String name, int version, Map<String, StatusView> statuses) {
        static ModelView of(StatusModel model) {
            var statuses = new LinkedHashMap<String, StatusView>();
            model.statuses().forEach((status, definition) -> statuses.put(status.name(), StatusView.of(definition)));
            return new ModelView(model.name(), model.version(), statuses);
        }
    }

    record StatusView(
            Category category,
            boolean initial,
            @JsonProperty("final") boolean terminal,
            @Nullable String overdueAfter,
            List<String> next) {
        static StatusView of(StatusDefinition definition) {
            return new StatusView(
                    definition.category(),
                    definition.initial(),
                    definition.terminal(),
                    text(definition.overdueAfter()),
                    definition.next().stream().map(Status::name).toList());
        }

        /** Whole days as days, as people write them. */
        private static @Nullable String text(@Nullable Duration duration) {
            return duration == null || !duration.equals(Duration.ofDays(duration.toDays()))
                    ? Objects.toString(duration, null)
                    : "P" + duration.toDays() + "D";
        }
    }

    @GetMapping(path = "/v1/status-model", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelView model(HttpServletRequest request) {
        QueryParameters.of(request).throwIfInvalid();
        return view;
    }
}
