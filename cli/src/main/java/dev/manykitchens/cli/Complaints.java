package dev.manykitchens.cli;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.WarmUpPlan;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.report.text.OneLine;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says what went wrong: one line for what the user or the machine can mend, a report for what only
/// we can.
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /// The ranges of options, by name, for a number so long that it is not even read.
    private static final Map<String, String> RANGES =
            Map.of(
                    "--attempts", "1 to " + BatchOptions.MOST_ATTEMPTS,
                    "--jobs", "1 to " + RunCommand.MOST_JOBS,
                    "--prefetch", "0 to " + PoolOptions.MOST_PREFETCH,
                    "--rounds", "1 to " + ComparisonOptions.MOST_ROUNDS,
                    "--warmup", "0 to " + WarmUpPlan.MOST_ROUNDS);

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        complain(command, message(e));
        return ExitCode.MISTAKE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return switch (e) {
            case UserMistakeException mistake -> {
                complain(command, String.valueOf(mistake.getMessage()));
                for (Throwable further : mistake.getSuppressed()) {
                    complain(command, String.valueOf(further.getMessage()));
                }
                yield ExitCode.MISTAKE;
            }
            case RunFailedException failure -> {
                complain(command, String.valueOf(failure.getMessage()));
                yield ExitCode.FAILED;
            }
            default -> {
                reportBug(command, e);
                yield ExitCode.BUG;
            }
        };
    }

    /// What no command may throw, and what came nevertheless.
    ///
    /// @return the exit code
    int handleError(Error e, CommandLine kitchen) {
        if (e instanceof OutOfMemoryError) {
            long most = Runtime.getRuntime().maxMemory();
            complain(
                    kitchen,
                    "the jobs and their results must fit into this JVM's memory, %d MB were not enough; fewer jobs, or more with JAVA_TOOL_OPTIONS=-Xmx%dm"
                            .formatted(most / 1_000_000, 2 * (most >> 20)));
            return ExitCode.FAILED;
        }
        reportBug(kitchen, e);
        return ExitCode.BUG;
    }

    private static void complain(CommandLine command, String message) {
        command.getErr()
                .println(command.getCommandSpec().qualifiedName() + ": " + OneLine.of(message));
        command.getErr().flush();
    }

    private static void reportBug(CommandLine command, Throwable e) {
        command.getErr()
                .println(
                        "%s: this is a bug in Many Kitchens, not a mistake of yours; please report it with the lines below"
                                .formatted(command.getCommandSpec().qualifiedName()));
        command.getErr().println(String.join(" ", KitchenVersion.lines()));
        e.printStackTrace(command.getErr());
        command.getErr().flush();
    }

    private static String message(ParameterException e) {
        String help = "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, help);
            case MissingParameterException missing -> missing(missing) + "; " + help;
            default ->
                    wrongNumber(e)
                            .or(() -> wrongFile(e))
                            .or(() -> wrongWord(e, help))
                            .orElse(String.valueOf(e.getMessage()));
        };
    }

    /// What is missing: arguments, or what stands behind an option.
    private static String missing(MissingParameterException e) {
        List<ArgSpec> missing = e.getMissing();
        if (missing.isEmpty()) {
            return OneLine.of(String.valueOf(e.getMessage()));
        }
        if (missing.getFirst() instanceof OptionSpec option) {
            return "%s must be followed by %s, was by nothing of the kind"
                    .formatted(option.longestName(), option.paramLabel());
        }
        return missing.stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and "))
                + " must be given, "
                + (missing.size() == 1 ? "was not" : "were not");
    }

    /// What takes one of a few words says when it got another.
    private static Optional<String> wrongWord(ParameterException e, String help) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null || e.getValue() == null || !single(argument).isEnum()) {
            return Optional.empty();
        }
        List<String> words =
                Stream.of(single(argument).getEnumConstants()).map(String::valueOf).toList();
        return Optional.of(
                "%s must be %s, was \"%s\"; %s"
                        .formatted(
                                name(argument),
                                oneOf(words),
                                e.getValue(),
                                Nearest.suggestion(e.getValue(), words, help)));
    }

    private static String oneOf(List<String> words) {
        int last = words.size() - 1;
        return last == 0
                ? words.getFirst()
                : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /// What takes a number says when it got something else.
    private static Optional<String> wrongNumber(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null || e.getValue() == null) {
            return Optional.empty();
        }
        Class<?> type = single(argument);
        String range = RANGES.get(name(argument));
        String wanted;
        if (range != null) {
            wanted = "a whole number from " + range;
        } else if (type == double.class) {
            wanted = "a number, such as 0.5";
        } else if (type == int.class || type == Integer.class) {
            wanted = "a whole number of at most 9 digits";
        } else if (type == long.class || type == Long.class) {
            wanted = "a whole number of at most 18 digits";
        } else {
            return Optional.empty();
        }
        return Optional.of(
                "%s must be %s, was \"%s\"".formatted(name(argument), wanted, e.getValue()));
    }

    /// What stands for a file says when its name has letters that the locale has not.
    private static Optional<String> wrongFile(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null || e.getValue() == null || single(argument) != Path.class) {
            return Optional.empty();
        }
        return Optional.of(
                "%s must be a file name that this locale can write, was \"%s\"; set LC_ALL=C.UTF-8"
                        .formatted(name(argument), e.getValue()));
    }

    /// The type of one value.
    private static Class<?> single(ArgSpec argument) {
        return argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
    }

    private static String unmatched(UnmatchedArgumentException e, String help) {
        CommandLine command = e.getCommandLine();
        String word = e.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            // One letter is too little to guess from.
            Set<String> names =
                    name.length() > 2 ? command.getCommandSpec().optionsMap().keySet() : Set.of();
            return "there is no option " + name + "; " + Nearest.suggestion(name, names, help);
        }
        Map<String, CommandLine> commands = command.getSubcommands();
        return commands.isEmpty()
                ? "the argument \"" + word + "\" is one too many; " + help
                : "there is no command \""
                        + word
                        + "\"; "
                        + Nearest.suggestion(word, commands.keySet(), help);
    }
}
