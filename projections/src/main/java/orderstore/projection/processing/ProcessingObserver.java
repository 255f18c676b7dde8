package orderstore.projection.processing;

import orderstore.projection.Generation;

/** Is told what becomes of batches on this node. */
public interface ProcessingObserver {

    /** Hears nothing. */
    ProcessingObserver NONE = new ProcessingObserver() {
        @Override
        public void taken(Generation generation, long changes) {}

        @Override
        public void failed(Generation generation) {}
    };

    /** So many changes were taken in and committed. */
    void taken(Generation generation, long changes);

    /** A batch was not taken in; it will be tried again. */
    void failed(Generation generation);

    /** Tells another one too. */
    default ProcessingObserver and(ProcessingObserver other) {
        var first = this;
        return new ProcessingObserver() {
            @Override
            public void taken(Generation generation, long changes) {
                first.taken(generation, changes);
                other.taken(generation, changes);
            }

            @Override
            public void failed(Generation generation) {
                first.failed(generation);
                other.failed(generation);
            }
        };
    }
}
