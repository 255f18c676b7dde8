package orderstore.projection;

/** Folds changes into the tables of one generation. Used by several threads, each with a fold of its own. */
public interface Projector {

    /** A new fold, for one part of the log. */
    Fold begin();
}
