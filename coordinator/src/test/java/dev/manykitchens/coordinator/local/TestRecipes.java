package dev.manykitchens.coordinator.local;

import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Recipes that only these tests know. They are on the class path of the tests' worker JVMs too.
public final class TestRecipes {

    private TestRecipes() {}

    /// Gives back what it takes.
    public abstract static class Echo implements Recipe {

        private final ValueType type;

        Echo(ValueType type) {
            this.type = type;
        }

        @Override
        public String name() {
            return "echo_" + type.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String summary() {
            return "gives back what it takes";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("what", type, "comes back"));
        }

        @Override
        public ValueType resultType() {
            return type;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return arguments.value(0);
        }
    }

    public static final class EchoInteger extends Echo {
        public EchoInteger() {
            super(ValueType.INTEGER);
        }
    }

    public static final class EchoReal extends Echo {
        public EchoReal() {
            super(ValueType.REAL);
        }
    }

    public static final class EchoText extends Echo {
        public EchoText() {
            super(ValueType.TEXT);
        }
    }

    public static final class EchoBytes extends Echo {
        public EchoBytes() {
            super(ValueType.BYTES);
        }
    }

    /// Takes nothing and gives nothing.
    public static final class EchoNone extends Echo {
        public EchoNone() {
            super(ValueType.NONE);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return Value.NONE;
        }
    }

    /// Ends its JVM when its argument is negative, and else gives it back.
    public static final class CrashIfNegative implements Recipe {
        @Override
        public String name() {
            return "crash_if_negative";
        }

        @Override
        public String summary() {
            return "ends its JVM when its argument is negative";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("number", ValueType.INTEGER, "negative: crash"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            if (arguments.longValue(0) < 0) {
                System.err.println("the soup boiled over");
                System.err.flush();
                Runtime.getRuntime().halt(42);
            }
            return arguments.value(0);
        }

        @Override
        public Hazard hazard() {
            return Hazard.ENDS_ITS_JVM;
        }
    }

    /// Uses the shared resource `press`, and fails when somebody else uses it at the same time,
    /// whichever process that is in.
    public static final class UsePress implements Recipe {
        @Override
        public String name() {
            return "use_press";
        }

        @Override
        public String summary() {
            return "fails when it is not alone at the press";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(
                    Parameter.required("folder", ValueType.TEXT, "where a file marks the use"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public List<Step> steps(Row arguments, JobRandom random) {
            Path mark = Path.of(arguments.text(0)).resolve("in-use");
            Computation.Code enter = (_, _) -> Files.createFile(mark);
            Computation.Code leave = (_, _) -> Files.delete(mark);
            return List.of(
                    new Step.Use(
                            "press",
                            List.of(
                                    new Step.Compute(enter),
                                    Step.waitFor(Duration.ofMillis(2)),
                                    new Step.Compute(leave))));
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return Value.of(ProcessHandle.current().pid());
        }
    }

    /// Says something on standard output and gives the PID of the process it runs in.
    public static final class SayPid implements Recipe {
        @Override
        public String name() {
            return "say_pid";
        }

        @Override
        public String summary() {
            return "gives the PID of the process it runs in";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return Value.of(ProcessHandle.current().pid());
        }
    }
}
