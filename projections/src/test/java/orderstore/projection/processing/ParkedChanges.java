package orderstore.projection.processing;

import java.util.List;
import java.util.function.Function;
import orderstore.projection.Generation;
import orderstore.projection.Projection;
import orderstore.projection.ProjectionTable;
import orderstore.projection.Projector;
import orderstore.projection.intake.DeadLetter;
import orderstore.projection.intake.DeadLetterList;
import orderstore.projection.intake.Reprocessing;
import org.junit.jupiter.api.AfterEach;

/** A node that has parked changes, and an operator who deals with them. */
abstract class ParkedChanges {

    final Nodes nodes = new Nodes();
    final Projections node = nodes.start();
    final DeadLetterList letters = new DeadLetterList(nodes.log.connections);
    final Reprocessing reprocessing = new Reprocessing(List.of(Nodes.OVERVIEW), nodes.log, nodes.log.connections);

    @AfterEach
    void close() {
        nodes.close();
    }

    /** The overview with other rules. */
    record Changed(int version, Function<Generation, Projector> projectors) implements Projection {
        @Override
        public String name() {
            return Nodes.OVERVIEW.name();
        }

        @Override
        public List<ProjectionTable> tables() {
            return Nodes.OVERVIEW.tables();
        }

        @Override
        public Projector projector(Generation generation) {
            return projectors.apply(generation);
        }
    }

    List<DeadLetter> letters() {
        return letters.after(0, null, 1_000);
    }

    long first() {
        return letters().getFirst().id();
    }

    List<String> overview() {
        return nodes.lines("select concat_ws(' ', order_id, version, status) from order_overview order by order_id");
    }
}
