package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.JarMaker;

import java.io.IOException;
import java.nio.file.Path;

/// A recipe in a jar, for tests that must know that a job is running: `leave_mark FILE` creates the
/// file and then waits until it is stopped; `leave_mark now` ends at once.
final class MarkRecipe {

    private static final String SOURCE =
            """
            import dev.manykitchens.core.recipe.*;
            import dev.manykitchens.core.value.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;

            public final class LeaveMark implements Recipe {
                public String name() { return "leave_mark"; }
                public String summary() { return "leaves a mark and waits"; }
                public List<Parameter> parameters() {
                    return List.of(Parameter.required("file", ValueType.TEXT, "the mark"));
                }
                public ValueType resultType() { return ValueType.TEXT; }
                public Value result(Row arguments, JobContext context) throws Exception {
                    String file = arguments.text(0);
                    if (file.startsWith("touch:")) {
                        Files.writeString(Path.of(file.substring(6)), "");
                    } else if (!file.equals("now")) {
                        Files.writeString(Path.of(file), "");
                        new CountDownLatch(1).await();
                    }
                    return Value.of("done");
                }
            }
            """;

    private MarkRecipe() {}

    /// A jar with it.
    static Path jar(Path folder) throws IOException {
        return JarMaker.jar(folder, "LeaveMark", SOURCE, "LeaveMark\n");
    }
}
