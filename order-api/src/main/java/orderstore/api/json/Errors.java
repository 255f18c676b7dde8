package orderstore.api.json;

import java.util.ArrayList;
import java.util.List;
import orderstore.api.problem.InvalidMember;

/**
 * All errors of one document. What a pointer is blamed for first is its error; what follows from that (a placeholder
 * that is no valid status either, say) is not another one.
 */
final class Errors {
    private final List<InvalidMember> found = new ArrayList<>(0);
    private boolean unreadable;
    private int unshown;

    void add(String pointer, String detail) {
        if (unreadable || isBlamed(pointer)) {
            return;
        }
        if (found.size() < InvalidMember.SHOWN) {
            found.add(new InvalidMember(pointer, detail));
        } else {
            unshown++;
        }
    }

    /** There is no document to find errors in: this one stands alone. */
    void unreadable(String detail) {
        found.clear();
        found.add(new InvalidMember("", detail));
        unreadable = true;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<InvalidMember> all() {
        if (unshown == 0) {
            return List.copyOf(found);
        }
        var all = new ArrayList<>(found);
        all.add(InvalidMember.more(unshown));
        return List.copyOf(all);
    }

    private boolean isBlamed(String pointer) {
        return found.stream().anyMatch(known -> known.pointer().equals(pointer));
    }
}
