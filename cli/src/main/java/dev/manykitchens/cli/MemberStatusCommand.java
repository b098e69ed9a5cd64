package dev.manykitchens.cli;

import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.report.cluster.MembersJson;
import dev.manykitchens.report.cluster.MembersTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// `kitchen coordinator status`: several coordinators that keep one journal.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "List the coordinators that keep one journal: which leads, how far each has come, and how far it is behind.",
        footer = {
            "",
            "Each coordinator that --coordinator or $KITCHEN_COORDINATOR names is asked. Applied are entries of the log that they agree on; behind are those that another lacks of what the one that leads has, unknown where none leads or it has not heard of that one yet; silent is for how long the one that leads has not heard of another. They are sorted by address, whoever is asked.",
            "",
            "Exit codes: 0 one leads, 1 none does, or none answered within 5 s, 2 a mistake in the command line.",
            "",
            "Examples:",
            "  kitchen coordinator status \\",
            "      --coordinator a:7070,b:7070,c:7070",
            "  kitchen coordinator status --json"
        })
final class MemberStatusCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    MemberStatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        MemberSurvey survey = MemberSurvey.of(cluster.address());
        shell.out()
                .print(
                        json
                                ? MembersJson.of(survey.rows()).toJson()
                                : MembersTable.of(survey.rows(), shell.terminal().tableWidth()));
        shell.out().flush();
        if (survey.leader().isEmpty()) {
            throw new RunFailedException(
                    "a coordinator must lead, "
                            + survey.unaskedLeader()
                                    .map(
                                            "the one at %s does, as others say, and was not asked; name all of those that are one with --coordinator"
                                                    ::formatted)
                                    .orElse(
                                            survey.isBeforeItsFounding()
                                                    ? "they have not founded their group yet; all of its members must be there at the same time"
                                                    : "none says that it does; a majority of them must be there and reach each other"));
        }
        return ExitCode.GOOD;
    }
}
