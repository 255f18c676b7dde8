/**
 * Coverage-guided fuzzing of whatever reads what a client sent, with Jazzer; the targets stand beside what they read.
 *
 * <p>A target is a method {@code fuzzerTestOneInput}, as Jazzer looks for, and needs nothing of Jazzer: its seeds, and
 * whatever was ever found, are read in each build.
 */
@org.jspecify.annotations.NullMarked
package orderstore.api.jazzer;
