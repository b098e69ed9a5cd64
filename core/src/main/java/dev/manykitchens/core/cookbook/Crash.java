package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A drill: ends its JVM at once, without shutdown hooks, after some last words on standard error.
/// Only pools of worker JVMs accept it.
public final class Crash implements Recipe {

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String summary() {
        return "a drill: ends the JVM it runs in";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional("exit_code", Value.of(134), "the exit code, from 0 to 255"),
                Parameter.optional(
                        "last_words",
                        Value.of("the kitchen is on fire"),
                        "written to standard error"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public void check(Row arguments) {
        long _ = Limits.within(arguments, 0, "exit_code", 0, 255);
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        check(arguments);
        int exitCode = (int) arguments.longValue(0);
        System.err.println(arguments.text(1));
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
        throw new AssertionError("halt does not return");
    }

    @Override
    public Hazard hazard() {
        return Hazard.ENDS_ITS_JVM;
    }
}
