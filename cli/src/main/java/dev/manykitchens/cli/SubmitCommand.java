package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.CookbookNames;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterSubmitter;
import dev.manykitchens.coordinator.client.SubmittedBatch;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/// `kitchen submit`: hands a batch in and leaves.
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Hand jobs in to a cluster and leave: they run on without you.",
        footer = {
            "",
            "Prints the batch's id on standard output, and nothing else, once the batch is on the coordinator's disk. kitchen result ID gets its results. The coordinator must keep a journal: kitchen coordinator --data DIR. Workers need not be there yet.",
            "Each ARG is one job. A recipe with several parameters takes them separated by commas; write \\, for a comma within one.",
            "",
            "Exit codes: 0 the batch is on disk, or was already, 1 the coordinator is not there or refuses, 2 a mistake in the command line.",
            "",
            "Examples:",
            "  kitchen submit count_primes 100000 200000",
            "  ID=$(kitchen submit wait 1h 2h --key nightly)"
        })
final class SubmitCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(
            index = "0",
            paramLabel = "RECIPE",
            completionCandidates = CookbookNames.class,
            description = "What to do; see kitchen recipes. A worker of the cluster must know it.")
    private String recipeName = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "One job each.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Run N jobs: the ARGs over and over, or what the recipe calls typical.")
    private @Nullable Integer jobs;

    @Option(
            names = "--key",
            paramLabel = "K",
            description =
                    "Call the batch K: whoever submits K again gets the id of the batch that is there, and nothing runs twice; with another recipe, other options or other arguments it is refused. At most 128 characters.")
    private @Nullable String key;

    @Option(
            names = "--priority",
            paramLabel = "P",
            defaultValue = "0",
            description =
                    "From 0 to 100: of what one client submitted, jobs of a higher priority go first (default: ${DEFAULT-VALUE}).")
    private int priority;

    @Mixin private WorkOptions work = new WorkOptions();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    SubmitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        KeyOption.check(key);
        RecipeJars jars = work.recipeJars();
        Recipe recipe = UserMistakeException.unless(() -> jars.recipe(recipeName));
        Batch batch =
                UserMistakeException.unless(() ->
                        new Batch(
                                recipe,
                                RecipeBook.pack(
                                        recipe, ArgumentRows.wanted(recipe, arguments, jobs)),
                                work.batchOptions().withPriority(priority)));
        PoolOptions options =
                PoolOptions.defaults()
                        .withRecipes(jars.book(), jars.jars())
                        .withResources(work.resources())
                        .withSpeculation(work.speculate());
        JobCheck.check(batch, arguments.size(), options.resources().keySet());
        CoordinatorAddress address = cluster.address();
        // One that nobody else has: what is handed in again because a stream broke is one batch.
        String called = key == null ? UUID.randomUUID().toString() : key;
        ClusterSubmitter.Submitted handed = submit(address, options, batch, called);
        SubmittedBatch submitted = handed.batch();
        shell.out().println(Long.toUnsignedString(submitted.number()));
        shell.out().flush();
        shell.err().println(said(submitted, batch));
        if (handed.workers() == 0 && !submitted.already()) {
            shell.err()
                    .println(
                            "kitchen submit: note: no worker is there yet, the batch waits for one; kitchen worker --join starts one");
        }
        return ExitCode.GOOD;
    }

    private static ClusterSubmitter.Submitted submit(
            CoordinatorAddress address, PoolOptions options, Batch batch, String key) {
        try {
            return ClusterSubmitter.submit(address, options, batch, key);
        } catch (IllegalStateException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted before the batch was on disk", e);
        }
    }

    private String said(SubmittedBatch submitted, Batch batch) {
        String id = Long.toUnsignedString(submitted.number());
        return submitted.already()
                ? "kitchen submit: batch %s is there already, with the key \"%s\"; kitchen result %s gets its results"
                        .formatted(id, key, id)
                : "kitchen submit: batch %s has %s of %s and is on disk; kitchen result %s gets its results"
                        .formatted(
                                id, Figures.count(batch.size(), "job"), batch.recipe().name(), id);
    }
}
