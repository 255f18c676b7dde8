package orderstore.api.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/** What happens to nodes and is done by operators, in an order and at moments of chance. */
final class Trouble {

    private static final Duration FROZEN = Duration.ofSeconds(30);
    private static final int LONGEST_MOMENT = 1_500; // ms

    private final Cluster cluster;
    private final Operator operator;
    private final Random random;
    private final Map<String, Callable<Void>> kinds = new LinkedHashMap<>();

    /** Something that may go wrong. */
    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    Trouble(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.operator = new Operator(cluster);
        this.random = new Random(seed);
        for (Node node : cluster.nodes) {
            kind("node " + node + " is killed", () -> kill(node));
            kind("node " + node + " is frozen for 30 s", () -> freeze(node));
        }
        kind("both nodes are killed", this::killAll);
        kind("the projections are paused and resumed", this::pause);
        for (String projection : List.of("overview", "statistics")) {
            kind(projection + " is rebuilt", () -> rebuild(projection, () -> {}));
            kind(projection + " is rebuilt while a node is killed", () -> rebuild(projection, () -> kill(any())));
            kind(projection + " is rebuilt while both are killed", () -> rebuild(projection, this::killAll));
            kind(projection + " is rebuilt while a node is frozen", () -> rebuild(projection, () -> freeze(any())));
            kind(projection + " is switched, and back, while a node is killed", () -> switchAndBack(projection));
            kind(projection + " is rebuilt and discarded", () -> discard(projection));
            kind(projection + " is rebuilt and cancelled", () -> cancel(projection));
        }
    }

    private void kind(String name, Deed deed) {
        kinds.put(name, () -> {
            deed.run();
            return null;
        });
    }

    /** All of it, once each. */
    List<Map.Entry<String, Callable<Void>>> shuffled() {
        var all = new ArrayList<>(kinds.entrySet());
        Collections.shuffle(all, random);
        return all;
    }

    private Node any() {
        return cluster.nodes.get(random.nextInt(cluster.nodes.size()));
    }

    private void aMoment() {
        Waiting.as(Duration.ofMillis(random.nextInt(LONGEST_MOMENT)));
    }

    private void kill(Node node) throws Exception {
        aMoment();
        node.kill();
        aMoment();
        node.restart();
    }

    private void killAll() throws Exception {
        aMoment();
        cluster.nodes.forEach(Node::kill);
        for (Node node : cluster.nodes) {
            node.restart();
        }
    }

    private void freeze(Node node) throws Exception {
        aMoment();
        node.freeze();
        Waiting.as(FROZEN);
        node.thaw();
    }

    private void pause() throws Exception {
        for (String projection : List.of("overview", "statistics")) {
            cluster.operate("POST", projection + "/pause", "");
        }
        aMoment();
        for (String projection : List.of("overview", "statistics")) {
            cluster.operate("POST", projection + "/resume", "");
        }
    }

    /** By itself; what it replaced is dropped. */
    private void rebuild(String projection, Deed meanwhile) throws Exception {
        String rebuild = operator.start(projection, "automatic");
        meanwhile.run();
        operator.awaitCaughtUp(rebuild);
        operator.await(rebuild, List.of("promoted"));
        operator.tell(rebuild, "discard", "promoted");
    }

    private void switchAndBack(String projection) throws Exception {
        String rebuild = operator.start(projection, "manual");
        operator.awaitCaughtUp(rebuild);
        Node killed = any();
        Thread killer = Thread.ofPlatform().start(killed::kill);
        operator.tell(rebuild, "promote", "promoted");
        killer.join();
        killed.restart();
        aMoment();
        operator.tell(rebuild, "cancel", "cancelled");
    }

    private void discard(String projection) throws Exception {
        String rebuild = operator.start(projection, "manual");
        operator.awaitCaughtUp(rebuild);
        aMoment();
        operator.tell(rebuild, "discard", "discarded");
    }

    private void cancel(String projection) throws Exception {
        String rebuild = operator.start(projection, "manual");
        aMoment();
        operator.tell(rebuild, "cancel", "cancelled");
    }
}
