package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.JarMaker;

import java.io.IOException;
import java.nio.file.Path;

/// A recipe in a jar that does what recipes should not: `be_rude say:TEXT` prints the text to
/// standard output, `be_rude exit:N` ends its JVM.
final class RudeRecipe {

    private static final String SOURCE =
            """
            import dev.manykitchens.core.recipe.*;
            import dev.manykitchens.core.value.*;
            import java.util.*;

            public final class BeRude implements Recipe {
                public String name() { return "be_rude"; }
                public String summary() { return "does what it should not"; }
                public List<Parameter> parameters() {
                    return List.of(Parameter.required("deed", ValueType.TEXT, "what to do"));
                }
                public ValueType resultType() { return ValueType.TEXT; }
                public Value result(Row arguments, JobContext context) {
                    String deed = arguments.text(0);
                    if (deed.startsWith("say:")) {
                        System.out.println(deed.substring(4));
                    } else if (deed.startsWith("exit:")) {
                        System.exit(Integer.parseInt(deed.substring(5)));
                    }
                    return Value.of("done");
                }
            }
            """;

    private RudeRecipe() {}

    /// A jar with it.
    static Path jar(Path folder) throws IOException {
        return JarMaker.jar(folder, "BeRude", SOURCE, "BeRude\n");
    }
}
