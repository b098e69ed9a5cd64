package dev.manykitchens.core.recipe;

import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;
import java.util.Map;

/// A named job type: what it takes, what it costs, what it gives.
///
/// Users add their own by implementing this interface with a public constructor without arguments
/// and naming the class in `META-INF/services/dev.manykitchens.core.recipe.Recipe` of a jar; see
/// `docs/how-to/own-recipes.md`. Implementations are shared by all threads of a process and must be
/// thread-safe; stateless is best.
public interface Recipe {

    /// The name it is called by: lower case letters, digits and underscores, such as
    /// `compute_square`.
    String name();

    /// One line for listings, without a full stop.
    String summary();

    /// What a job takes, in order; those with a default come last.
    List<Parameter> parameters();

    /// What a job gives.
    ValueType resultType();

    /// The simulated part of a job: what it costs before its result is made. Called once for each
    /// attempt, in the process that runs it, and for some jobs where they are submitted, to see
    /// whether there is work to calibrate and whether the arguments fit. The same arguments and the
    /// same random numbers must give the same steps.
    ///
    /// `--work` replaces these steps; recipes whose cost is real code have none.
    default List<Step> steps(Row arguments, JobRandom random) {
        return List.of();
    }

    /// Refuses arguments that no job can run with, so that whoever typed them is told before
    /// anything is started. Not every job is asked about: what [#steps] and [#result] need, they
    /// still check themselves. By default the steps are made.
    ///
    /// @throws IllegalArgumentException saying what must hold and what it was, in one line
    default void check(Row arguments) {
        List<Step> _ = steps(arguments, JobRandom.of(0, 0));
    }

    /// Makes the result: real code, run on a stove. Long computations call [JobContext#checkpoint]
    /// at least every millisecond, so that they can be cancelled, timed out, and asked to let
    /// another thread compute.
    ///
    /// @throws Exception any failure: the job's outcome is then *failed*, with this message
    Value result(Row arguments, JobContext context) throws Exception;

    /// Whether a job with these arguments, and without other work, surely takes no longer than some
    /// microseconds: it has no steps, waits for nothing, and computes next to nothing. Worker JVMs
    /// run such a job on the thread that hears the coordinator when they have nothing else to do,
    /// which spares two changes of threads, a quarter of the time that a tiny job takes to its
    /// worker and back. Meanwhile the worker neither hears nor says anything, so say yes only where
    /// the job cannot take long with these arguments. No, by default.
    default boolean isBrief(Row arguments) {
        return false;
    }

    /// Arguments for the `index`-th job of a comparison that names none: what a typical job looks
    /// like. By default the index itself for an integer without a default, "item-‹index›" for a
    /// text, and the default otherwise.
    default List<Value> sample(int index) {
        return parameters().stream().map(parameter -> parameter.sample(index)).toList();
    }

    /// The named resources that its steps use, as they are when nobody says otherwise; recipes that
    /// share a resource must agree. A pool has those of every recipe it knows, unless its options
    /// give them other permits.
    default Map<String, ResourceSpec> resources() {
        return Map.of();
    }

    /// The same recipe, for a book that has these others too: for one whose jobs run other recipes.
    /// Asked once, when the book is made. By default it does not care.
    default Recipe among(RecipeBook others) {
        return this;
    }

    /// What running a job can do to the process it runs in.
    default Hazard hazard() {
        return Hazard.NONE;
    }

    /// What a job can do to its process.
    enum Hazard {
        /// Nothing: the recipe runs on every pool.
        NONE,
        /// It ends its JVM: only pools of worker JVMs accept it.
        ENDS_ITS_JVM
    }
}
