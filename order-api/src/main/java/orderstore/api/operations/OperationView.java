package orderstore.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation, as every answer shows it.
 *
 * @param state {@code queued}, {@code running}, {@code done} or {@code failed}
 * @param result what came of it, when it is done
 * @param problem why it was not done, when it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OperationView(
        String id,
        String state,
        @Nullable Object result,
        @Nullable Object problem) {

    static OperationView queued(UUID id) {
        return new OperationView(id.toString(), OperationRegister.Entry.QUEUED, null, null);
    }
}
