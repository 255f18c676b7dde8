package orderstore.eventlog;

/** That there is an event at a position. Each time that something is heard it is another object. */
final class Heard {

    private final long position;

    Heard(long position) {
        this.position = position;
    }

    Heard and(long another) {
        return new Heard(Math.max(position, another));
    }

    long position() {
        return position;
    }
}
