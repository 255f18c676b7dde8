package orderstore.projection.rebuild;

import orderstore.projection.Generation;

/** What is to be shown is behind what readers see, who would see orders go back. */
final class GenerationBehindException extends RebuildRefusedException {

    private static final long serialVersionUID = 1L;

    private final transient Generation generation;
    private final long position;

    /** @param position how far readers see */
    GenerationBehindException(Generation generation, long position) {
        super("%s is behind what readers see, position %d, and does not come nearer. Is the projection paused?"
                .formatted(generation, position));
        this.generation = generation;
        this.position = position;
    }

    Generation generation() {
        return generation;
    }

    long position() {
        return position;
    }
}
