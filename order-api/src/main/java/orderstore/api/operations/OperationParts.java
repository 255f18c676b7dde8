package orderstore.api.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The bytes of uploads that are done later, in pieces that memory can hold. */
@Component
class OperationParts {

    private final JdbcClient database;

    OperationParts(JdbcClient database) {
        this.database = database;
    }

    void add(UUID operation, int number, byte[] bytes) {
        database.sql("""
                        insert into operation_part (operation, number, bytes)
                        values (?::uuid, ?, ?)
                        """).param(operation.toString()).param(number).param(bytes).update();
    }

    /** All of them as one stream, of which one piece at a time is in memory. */
    InputStream stream(UUID operation) {
        return new InputStream() {
            private InputStream part = InputStream.nullInputStream();
            private int next;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = part.read(bytes, offset, length);
                while (read < 0) {
                    byte[] following = bytes(operation, next);
                    if (following == null) {
                        return -1;
                    }
                    next++;
                    part = new ByteArrayInputStream(following);
                    read = part.read(bytes, offset, length);
                }
                return read;
            }

            @Override
            public int available() throws IOException {
                return part.available();
            }
        };
    }

    private byte @Nullable [] bytes(UUID operation, int number) {
        return database.sql("""
                        select bytes
                        from operation_part
                        where operation = ?::uuid
                          and number = ?
                        """)
                .param(operation.toString())
                .param(number)
                .query((row, n) -> row.getBytes(1))
                .optional()
                .orElse(null);
    }

    void remove(UUID operation) {
        database.sql("delete from operation_part where operation = ?::uuid")
                .param(operation.toString())
                .update();
    }

    /** Some of those of uploads that broke off and were not removed then, or have ended; how many. */
    int removeLeftOver(int most) {
        return database.sql("""
                        delete from operation_part
                        where ctid = any (array(
                          select p.ctid
                          from operation_part p
                          where p.at < statement_timestamp() - interval '1 day'
                            and not exists (
                              select
                              from operation o
                              where o.id = p.operation
                                and o.ended_at is null
                            )
                          limit ?
                        ))
                        """).param(most).update();
    }
}
