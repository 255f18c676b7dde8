package orderstore.api.admin;

import orderstore.api.security.RunningServer;
import org.junit.jupiter.api.BeforeEach;

/** An operator of a product in which no other test has left keys. */
abstract class KeyClient extends RunningServer {

    static final String KEYS = "/v1/admin/keys";

    @BeforeEach
    void leave_the_first_operator_key_alone() {
        database().execute("delete from api_key where name <> 'operator'");
    }

    Answer create(String body) {
        return send("POST", KEYS, operatorKey(), body);
    }
}
