package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.cli.scenario.ScenarioNames;
import dev.manykitchens.cli.scenario.ScenarioReader;
import dev.manykitchens.cli.scenario.ScenarioSchema;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.export.ScenarioListing;
import dev.manykitchens.report.text.ScenarioTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `kitchen scenarios`: what there is to run and to simulate, and whether what one wrote is right.
@Command(
        name = "scenarios",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "List the scenarios, or check some and print them; of files with mistakes, the first of each.",
        footer = {
            "",
            "Examples:",
            "  kitchen scenarios",
            "  kitchen scenarios coffee-shop > mine.yaml",
            "  kitchen scenarios mine.yaml --json",
            "  kitchen scenarios --schema > scenario.schema.json"
        })
final class ScenariosCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            completionCandidates = ScenarioNames.class,
            description = "A scenario to check and to print: its name, or a file.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--recipes",
            paramLabel = "JAR",
            description = "A jar with recipes of your own; may be repeated.")
    private List<Path> jars = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Option(
            names = "--schema",
            description = "Print the JSON Schema of scenarios, for editors, and nothing else.")
    private boolean schema;

    ScenariosCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(schema ? schema() : UserMistakeException.unless(this::scenarios));
        shell.out().flush();
        return ExitCode.GOOD;
    }

    private String schema() {
        if (json || !names.isEmpty()) {
            throw new UserMistakeException(
                    "--schema must stand alone, stood with a scenario or --json; leave that out");
        }
        return ScenarioSchema.text();
    }

    private String scenarios() {
        RecipeBook book = RecipeJars.load(jars).book();
        ScenarioFiles files = ScenarioFiles.ofDistribution();
        List<String> wanted =
                names.isEmpty() ? files.all().stream().map(Path::toString).toList() : names;
        Map<Path, Scenario> read = new LinkedHashMap<>();
        List<String> texts = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (String named : wanted) {
            try {
                Path file = files.find(named);
                String text = ScenarioFiles.text(file);
                read.put(file, ScenarioReader.read(text, file, book));
                texts.add(text);
            } catch (IllegalArgumentException e) {
                mistakes.add(String.valueOf(e.getMessage()));
            }
        }
        if (!mistakes.isEmpty()) {
            throw UserMistakeException.ofAll(mistakes);
        }
        if (json) {
            return ScenarioListing.of(read).toJson();
        }
        return names.isEmpty()
                ? ScenarioTable.of(read.values(), shell.terminal().tableWidth())
                : String.join("---\n", texts);
    }
}
