package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.CookbookNames;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.report.export.RecipeListing;
import dev.manykitchens.report.text.RecipeTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;

/// `kitchen recipes`: what there is to run.
@Command(
        name = "recipes",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "List the recipes, or tell more about one.",
        footer = {
            "",
            "Examples:",
            "  kitchen recipes",
            "  kitchen recipes count_primes",
            "  kitchen recipes --recipes my-recipes.jar --json"
        })
final class RecipesCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = CookbookNames.class,
            description = "The recipe to tell more about.")
    private @Nullable String name;

    @Option(
            names = "--recipes",
            paramLabel = "JAR",
            description = "A jar with recipes of your own; may be repeated.")
    private List<Path> jars = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    RecipesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        RecipeJars loaded = UserMistakeException.unless(() -> RecipeJars.load(jars));
        String wanted = name;
        Collection<Recipe> recipes =
                wanted == null
                        ? loaded.book().all()
                        : List.of(UserMistakeException.unless(() -> loaded.recipe(wanted)));
        if (json) {
            shell.out().print(RecipeListing.of(recipes).toJson());
        } else if (wanted == null) {
            shell.out().print(RecipeTable.of(recipes, shell.terminal().tableWidth()));
        } else {
            shell.out()
                    .print(
                            RecipeTable.of(
                                    recipes.iterator().next(), shell.terminal().tableWidth()));
        }
        shell.out().flush();
        return ExitCode.GOOD;
    }
}
